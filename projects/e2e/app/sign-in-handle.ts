// The sign-in entry as tests drive it, by JSON: one command in, what came of it out. Loaded with
// the first command, as the entry is loaded with an app's sign-in page.

import type { EnvironmentInjector } from '@angular/core';
import {
  DeviceService,
  MfaService,
  PasskeyService,
  PasswordService,
  type SignInRequest,
  SignInService,
  SignUpService,
  UserService,
} from 'ngx-cognito-session/sign-in';
import { firstValueFrom, type Observable } from 'rxjs';
import { Conversation, type SeenStep, seenError } from '../../contract/support/conversation';

const SERVICES = {
  devices: DeviceService,
  mfa: MfaService,
  passkeys: PasskeyService,
  passwords: PasswordService,
  signUp: SignUpService,
  user: UserService,
};

/** A command of a test. */
export type SignInCommand =
  | { readonly start: SignInRequest }
  /** The answer to the last step; the app closes the browser's dialog after `closeAfterMs`. */
  | { readonly answer: object; readonly closeAfterMs?: number }
  /** The last step as text, or the step that such a text becomes. */
  | { readonly suspend: true }
  | { readonly resume: string }
  /** A method of a service, or of `last`: what the call before gave. */
  | {
      readonly call: keyof typeof SERVICES | 'last';
      readonly method: string;
      readonly with?: unknown;
    };

type Method = (input?: unknown) => Observable<unknown>;

/** Runs commands one by one. */
export class SignInHandle {
  readonly #conversation: Conversation;
  #last: unknown;

  constructor(private readonly injector: EnvironmentInjector) {
    this.#conversation = new Conversation(injector.get(SignInService));
  }

  /** Steps and errors as JSON, results of services as they are. */
  async run(command: SignInCommand): Promise<unknown> {
    if ('start' in command) return this.#conversation.start(command.start);
    if ('suspend' in command) return this.#conversation.suspend();
    if ('resume' in command) return this.#conversation.resume(command.resume);
    if ('answer' in command) {
      const { answer, closeAfterMs } = command;
      const signal =
        closeAfterMs === undefined ? {} : { signal: AbortSignal.timeout(closeAfterMs) };
      return this.#conversation.answer({ ...answer, ...signal });
    }
    return this.#call(command);
  }

  async #call(command: Extract<SignInCommand, { call: unknown }>): Promise<unknown> {
    const { call, method, with: input } = command;
    const target = call === 'last' ? this.#last : this.injector.get<object>(SERVICES[call]);
    try {
      const { [method]: run } = target as Record<string, Method>;
      this.#last = await firstValueFrom((run as Method).call(target, input));
      return JSON.parse(JSON.stringify(this.#last ?? null)) as unknown;
    } catch (error) {
      return seenError(error) satisfies SeenStep;
    }
  }
}
