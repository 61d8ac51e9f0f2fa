// The `AuthParameters` that each flow sends first, beside the user name and the device.

import type { AuthParameters } from './auth-answer';
import type { ChallengedAttempt } from './challenges/challenge-builder';
import type { SignInFlow, SignInRequest } from './sign-in-step';

/** Makes the parameters; a flow that proves the password gets its proof. */
export function firstParameters(
  attempt: Pick<ChallengedAttempt, 'password' | 'proof'>,
  flow: SignInFlow,
  preferred: SignInRequest['preferredChallenge'],
): AuthParameters {
  if (flow === 'USER_AUTH') {
    // Without a password, the preference for one is left out: Cognito then sends SELECT_CHALLENGE.
    if (!attempt.password && preferred?.startsWith('PASSWORD')) return {};
    return { PREFERRED_CHALLENGE: preferred, ...attempt.proof(preferred) };
  }
  const CHALLENGE_NAME = flow === 'CUSTOM_AUTH' && attempt.password ? 'SRP_A' : undefined;
  const factor = flow === 'USER_PASSWORD_AUTH' ? 'PASSWORD' : 'PASSWORD_SRP';
  return { CHALLENGE_NAME, ...attempt.proof(factor) };
}
