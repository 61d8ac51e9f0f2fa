// The parts that the steps of all challenges share: Cognito's parameters, `respond` and `suspend`.

import type { AuthAnswer, AuthParameters } from '../auth-answer';
import type { ChallengeResponse, ChallengeStep, SignInStep } from '../sign-in-step';
import type { ChallengeContext } from './challenge-builder';

/** What a form passes to `respond` of a step. */
export type ResponseTo<Step extends ChallengeStep> = Parameters<Step['respond']>[0];

/**
 * Makes a step.
 * @param shown the data that the form displays.
 * @param reply makes the next step of the form's response.
 * @param choice what the user has chosen to get to this step, where Cognito has not been told of
 *   it.
 * @param latestAnswer the answer to resume from, once the step is suspended.
 */
export function buildStep<Name extends string, Response, Shown extends object>(
  { attempt, answer, parameters }: ChallengeContext,
  challenge: Name,
  shown: Shown,
  reply: (response: Response) => Promise<SignInStep>,
  choice?: string,
  latestAnswer = (): AuthAnswer => answer,
) {
  return Object.assign(shown, {
    status: 'challenge' as const,
    challenge,
    parameters,
    respond: (response: Response) => attempt.run(() => reply(response)),
    suspend: () => attempt.suspend(latestAnswer(), choice),
  });
}

/**
 * Makes a step whose response is sent to Cognito in one call.
 * @param shown the data that the form displays.
 * @param responses makes `ChallengeResponses` of the form's response.
 * @param choice as for {@link buildStep}.
 */
export function buildOneCallStep<
  Name extends string,
  Response extends ChallengeResponse,
  Shown extends object,
>(
  context: ChallengeContext,
  challenge: Name,
  shown: Shown,
  responses: (response: Response) => AuthParameters | Promise<AuthParameters>,
  choice?: string,
) {
  const { attempt, answer } = context;
  return buildStep(
    context,
    challenge,
    shown,
    async (response: Response) =>
      attempt.respond(answer, await responses(response), response.clientMetadata),
    choice,
  );
}
