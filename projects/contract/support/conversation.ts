// A sign-in whose steps are JSON, so that a test outside of the page can drive it.

import { type SignInRequest, SignInError, type SignInStep } from 'ngx-cognito-session/sign-in';
import { firstValueFrom, type Observable } from 'rxjs';

/** A step without its functions and tokens, or an error. */
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
  /** The code of an error, as are the next two members. */
  readonly code?: string;
  readonly reason?: string;
  readonly retryAt?: number;
  /** AWS's name in the error's cause. */
  readonly awsName?: string;
  /** The whole text of the error and of its cause. */
  readonly text?: string;
}

/** The sign-in service, or a wrapper of it. */
export interface SignsIn {
  signIn(request: SignInRequest): Observable<SignInStep>;
  resume(suspended: string): Observable<SignInStep>;
}

/** Drives one sign-in at a time. */
export class Conversation {
  #step: SignInStep | undefined;

  constructor(private readonly service: SignsIn) {}

  /** Starts a sign-in. */
  start(request: SignInRequest): Promise<SeenStep> {
    return this.#see(() => this.service.signIn(request));
  }

  /** Answers the last step; after an error, the step before the error. */
  answer(response: object): Promise<SeenStep> {
    return this.#see(() => {
      if (this.#step?.status !== 'challenge') throw new Error('there is no challenge to answer');
      const { respond } = this.#step as { respond: (response: object) => Observable<SignInStep> };
      return respond(response);
    });
  }

  /** Suspends the last step as text. */
  suspend(): string {
    if (this.#step?.status !== 'challenge') throw new Error('there is no challenge to suspend');
    return this.#step.suspend();
  }

  /** Resumes a suspended step. */
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

/** An error of the sign-in entry as JSON; rethrows every other error. */
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
