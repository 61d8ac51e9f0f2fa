// CUSTOM_CHALLENGE: the user answers a question of the pool's own Lambda triggers.

import type { CustomChallengeStep } from '../sign-in-step';
import { buildOneCallStep, type ResponseTo } from './build-step';
import type { ChallengeBuilder } from './challenge-builder';

export const customChallenge: ChallengeBuilder<'CUSTOM_CHALLENGE'> = (context, name) =>
  buildOneCallStep(context, name, {}, ({ answer }: ResponseTo<CustomChallengeStep>) => ({
    ANSWER: answer,
  }));
