// A sign-in driven and seen as JSON, so that a test outside of the page can hold it.

import { type SignInRequest, SignInError, type SignInStep } from 'ngx-cognito-session/sign-in';
import { firstValueFrom, type Observable } from 'rxjs';

/** A step without its functions and tokens, or the error that came instead of one. */
export interface SeenStep {
  readonly status: 'signed-in' | 'challenge' | 'error';
  readonly challenge?: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly mfaType?: string;
  readonly mfaTypes?: readonly string[];
  readonly secret?: string;
  readonly uri?: string;
  readonly destination?: string;
  readonly medium?: string;
  readonly availableChallenges?: readonly string[];
  readonly requiredAttributes?: readonly string[];
  readonly attributes?: Readonly<Record<string, string>>;
  readonly options?: object;
  readonly deviceConfirmationNecessary?: boolean;
  readonly deviceConfirmationFailed?: boolean;
  /** Of an error. */
  readonly code?: string;
  readonly reason?: string;
  readonly retryAt?: number;
  /** AWS's name in the error's cause. */
  readonly awsName?: string;
  /** Everything that the error says. */
  readonly text?: string;
}

/** What signs in: the service, or something in front of it. */
export interface SignsIn {
  signIn(request: SignInRequest): Observable<SignInStep>;
  resume(suspended: string): Observable<SignInStep>;
}

/** One sign-in at a time. */
export class Conversation {
  #step: SignInStep | undefined;

  constructor(private readonly service: SignsIn) {}

  /** Starts a sign-in. */
  start(request: SignInRequest): Promise<SeenStep> {
    return this.#see(() => this.service.signIn(request));
  }

  /** Answers the last step that came; after an error that is the one before it. */
  answer(response: object): Promise<SeenStep> {
    return this.#see(() => {
      if (this.#step?.status !== 'challenge') throw new Error('there is no challenge to answer');
      const { respond } = this.#step as { respond: (response: object) => Observable<SignInStep> };
      return respond(response);
    });
  }

  /** The last step that came, as text. */
  suspend(): string {
    if (this.#step?.status !== 'challenge') throw new Error('there is no challenge to suspend');
    return this.#step.suspend();
  }

  /** Goes on with a step that was suspended. */
  resume(suspended: string): Promise<SeenStep> {
    return this.#see(() => this.service.resume(suspended));
  }

  async #see(ask: () => Observable<SignInStep>): Promise<SeenStep> {
    const step$ = ask();
    try {
      const step = await firstValueFrom(step$);
      this.#step = step;
      return JSON.parse(JSON.stringify({ ...step, session: undefined })) as SeenStep;
    } catch (error) {
      return seenError(error);
    }
  }
}

/** An error of the entry as JSON; everything else is thrown on. */
export function seenError(error: unknown): SeenStep {
  if (!(error instanceof SignInError)) throw error;
  const { code, reason, retryAt, cause } = error;
  return {
    status: 'error',
    code,
    ...(reason !== undefined && { reason }),
    ...(retryAt !== undefined && { retryAt }),
    ...(cause instanceof Error && { awsName: cause.name }),
    text: `${String(error)} ${JSON.stringify(error)} ${String(cause)}`,
  };
}
