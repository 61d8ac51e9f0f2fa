// UNKNOWN: a challenge that has no builder. The app gets it whole and answers it by itself.

import type { UnknownChallengeStep } from '../sign-in-step';
import { buildOneCallStep, type ResponseTo } from './build-step';
import type { ChallengeBuilder } from './challenge-builder';

export const unknownChallenge: ChallengeBuilder = (context, name) =>
  buildOneCallStep(
    context,
    'UNKNOWN',
    { name, session: context.answer.Session },
    ({ responses }: ResponseTo<UnknownChallengeStep>) => responses,
  );
