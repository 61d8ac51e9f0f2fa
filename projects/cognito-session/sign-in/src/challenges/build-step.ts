// The parts that the steps of all challenges share: Cognito's parameters, `respond` and `suspend`.

import type { AuthParameters } from '../auth-answer';
import type { ChallengeResponse, ChallengeStep, SignInStep } from '../sign-in-step';
import type { ChallengeContext } from './challenge-builder';

/** The input of a form, as an app passes it to `respond` of a step. */
export type ResponseTo<Step extends ChallengeStep> = Parameters<Step['respond']>[0];

/**
 * Makes a step.
 * @param context a suspended step keeps its `answer` and `choice`, as they are by then.
 * @param shown the data that the form displays.
 * @param reply makes the next step from the form's input.
 */
export function buildStep<Name extends string, Response, Shown extends object>(
  context: ChallengeContext,
  challenge: Name,
  shown: Shown,
  reply: (response: Response) => Promise<SignInStep>,
) {
  const { attempt, parameters } = context;
  return {
    ...shown,
    status: 'challenge' as const,
    challenge,
    parameters,
    respond: (response: Response) => attempt.run(() => reply(response)),
    suspend: () => attempt.suspend(context.answer, context.choice),
  };
}

/**
 * Makes a step whose answer is sent to Cognito in one call.
 * @param shown the data that the form displays.
 * @param responses makes `ChallengeResponses` from the form's input.
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
) {
  const { attempt, answer } = context;
  return buildStep(context, challenge, shown, async (response: Response) =>
    attempt.respond(answer, await responses(response), response.clientMetadata),
  );
}
