// The default Lambda triggers of CUSTOM_AUTH: they ask for a sum.

import type { Triggers } from './triggers';

const tries = 3;

/**
 * The triggers of a pool that is started without any for CUSTOM_AUTH. They ask how much 2 + 3 is,
 * three times at most.
 */
export const customChallengeTriggers: Triggers = {
  defineAuthChallenge({ request, response }) {
    const { session } = request;
    const last = session.at(-1);
    const wrong = session.filter(({ challengeResult }) => !challengeResult).length;
    if (last?.challengeName === 'SRP_A') {
      response.challengeName = 'PASSWORD_VERIFIER';
    } else if (last?.challengeName === 'CUSTOM_CHALLENGE' && last.challengeResult) {
      response.issueTokens = true;
    } else if (wrong >= tries) {
      response.failAuthentication = true;
    } else {
      response.challengeName = 'CUSTOM_CHALLENGE';
    }
  },

  createAuthChallenge({ response }) {
    response.publicChallengeParameters = { question: '2 + 3 ?' };
    response.privateChallengeParameters = { answer: '5' };
    response.challengeMetadata = 'RIDDLE';
  },

  verifyAuthChallenge({ request, response }) {
    const { privateChallengeParameters, challengeAnswer } = request;
    response.answerCorrect = challengeAnswer === privateChallengeParameters['answer'];
  },
};
