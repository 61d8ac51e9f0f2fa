// Somebody at the app's sign-in, whose steps are seen as JSON, in one tab of Chromium.

import type { SignInRequest } from 'ngx-cognito-session/sign-in';
import { play, type SignInFlowScript } from '../../contract/sign-in-flows';
import { lastCode, totpCode } from '../../contract/support/codes';
import type { SeenStep } from '../../contract/support/conversation';
import type { SignInCommand } from '../app/sign-in-handle';
import type { AppTab } from './app-tab';
import type { TestFixture } from './test-fixture';

/** A visitor; opens the page that loads the sign-in entry. */
export class SignInVisitor {
  private constructor(
    private readonly fixture: TestFixture,
    readonly tab: AppTab,
  ) {}

  static async open(fixture: TestFixture): Promise<SignInVisitor> {
    return new SignInVisitor(fixture, await fixture.open('/'));
  }

  start(request: SignInRequest): Promise<SeenStep> {
    return this.#drive({ start: request }) as Promise<SeenStep>;
  }

  /** `closeAfterMs`: the app closes the browser's dialog then. */
  answer(response: object, closeAfterMs?: number): Promise<SeenStep> {
    const close = closeAfterMs === undefined ? {} : { closeAfterMs };
    return this.#drive({ answer: response, ...close }) as Promise<SeenStep>;
  }

  /** The last step as an app would keep it. */
  suspend(): Promise<string> {
    return this.#drive({ suspend: true }) as Promise<string>;
  }

  resume(suspended: string): Promise<SeenStep> {
    return this.#drive({ resume: suspended }) as Promise<SeenStep>;
  }

  /** Calls a method of a service; gives its result, or the error as JSON. */
  ask<T = SeenStep>(
    call: Extract<SignInCommand, { call: unknown }>['call'],
    method: string,
    input?: unknown,
  ): Promise<T> {
    const command = { call, method, ...(input !== undefined && { with: input }) };
    return this.#drive(command) as Promise<T>;
  }

  play(script: SignInFlowScript): Promise<SeenStep> {
    return play(script, this, { code: () => lastCode(this.fixture.local), totp: totpCode });
  }

  #drive(command: SignInCommand): Promise<unknown> {
    return this.tab.page.evaluate((command) => window.driveSignIn(command), command);
  }
}
