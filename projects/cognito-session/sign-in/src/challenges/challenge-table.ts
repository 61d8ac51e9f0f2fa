// The table of challenges: each of Cognito's names with the builder of its step. A new challenge is
// one new builder, and one new row here.

import type { ChallengeStep, SignInStep } from '../sign-in-step';
import type { ChallengeBuilder, ChallengeContext } from './challenge-builder';
import { codeChallenge } from './code-challenges';
import { customChallenge } from './custom-challenge';
import { mfaSetupChallenge } from './mfa-setup-challenge';
import { mfaTypeChallenge } from './mfa-type-challenge';
import { newPasswordChallenge } from './new-password-challenge';
import { passkeyChallenge } from './passkey-challenge';
import { passwordChallenge, selectChallenge } from './password-challenges';
import { unknownChallenge } from './unknown-challenge';

/** Challenges that have a step of their own. */
type KnownChallenge = Exclude<ChallengeStep['challenge'], 'UNKNOWN'>;

/** The builder of each challenge, by Cognito's name. */
const BUILDERS: { readonly [Name in KnownChallenge]: ChallengeBuilder<Name> } = {
  SELECT_CHALLENGE: selectChallenge,
  PASSWORD: passwordChallenge,
  PASSWORD_SRP: passwordChallenge,
  NEW_PASSWORD_REQUIRED: newPasswordChallenge,
  SMS_MFA: codeChallenge,
  SOFTWARE_TOKEN_MFA: codeChallenge,
  EMAIL_OTP: codeChallenge,
  SMS_OTP: codeChallenge,
  SELECT_MFA_TYPE: mfaTypeChallenge,
  MFA_SETUP: mfaSetupChallenge,
  WEB_AUTHN: passkeyChallenge,
  CUSTOM_CHALLENGE: customChallenge,
};

/**
 * Builders whose steps may need the password. The attempt forgets it when any other challenge
 * comes.
 */
const NEED_PASSWORD: readonly unknown[] = [selectChallenge, passwordChallenge];

/** Makes the step of a challenge, or its answer where no form is needed. */
export async function challengeStep(context: ChallengeContext): Promise<SignInStep> {
  const { ChallengeName: name = '' } = context.answer;
  const build = hasBuilder(name) ? (BUILDERS[name] as ChallengeBuilder) : unknownChallenge;
  if (!NEED_PASSWORD.includes(build)) context.attempt.password = undefined;
  return build(context, name);
}

function hasBuilder(name: string): name is KnownChallenge {
  return Object.hasOwn(BUILDERS, name);
}
