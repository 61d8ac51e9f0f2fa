// SELECT_CHALLENGE, PASSWORD and PASSWORD_SRP of the flow USER_AUTH: the user chooses a first
// factor, and types the password where the chosen factor needs one.

import { newSignInError } from '../sign-in-error';
import type { FirstFactor, PasswordStep, SelectChallengeStep } from '../sign-in-step';
import { buildOneCallStep, buildStep, type ResponseTo } from './build-step';
import type { ChallengeBuilder, ChallengeContext } from './challenge-builder';

type PasswordFactor = PasswordStep['challenge'];

function isPasswordFactor(factor: string | undefined): factor is PasswordFactor {
  return factor === 'PASSWORD' || factor === 'PASSWORD_SRP';
}

/** Answers by itself when the form that started the sign-in has passed a password. */
export const passwordChallenge: ChallengeBuilder<PasswordFactor> = (context, name) => {
  const { attempt, answer } = context;
  return attempt.password
    ? attempt.respond(answer, attempt.proof(name))
    : passwordStep(context, name);
};

export const selectChallenge: ChallengeBuilder<'SELECT_CHALLENGE'> = (context, name) => {
  const { attempt, answer, choice } = context;
  if (isPasswordFactor(choice)) return chosenPasswordStep(context, choice);
  const shown = { availableChallenges: (answer.AvailableChallenges ?? []) as FirstFactor[] };
  return buildStep(context, name, shown, async (response: ResponseTo<SelectChallengeStep>) => {
    const { answer: factor, password, clientMetadata } = response;
    attempt.password = password ?? attempt.password;
    if (isPasswordFactor(factor) && !attempt.password) {
      return chosenPasswordStep(context, factor);
    }
    const responses = { ANSWER: factor, ...attempt.proof(factor) };
    return attempt.respond(answer, responses, clientMetadata);
  });
};

/**
 * The step for a factor that the user has chosen: Cognito gets the choice together with the
 * password.
 */
function chosenPasswordStep(context: ChallengeContext, choice: PasswordFactor): PasswordStep {
  return passwordStep({ ...context, choice }, choice);
}

function passwordStep(context: ChallengeContext, factor: PasswordFactor): PasswordStep {
  const { attempt, choice } = context;
  return buildOneCallStep(context, factor, {}, ({ password }: ResponseTo<PasswordStep>) => {
    if (!password) throw newSignInError('WRONG_CREDENTIALS', 'password is empty');
    attempt.password = password;
    return { ANSWER: choice, ...attempt.proof(factor) };
  });
}
