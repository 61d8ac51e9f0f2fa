// SELECT_MFA_TYPE: the user chooses one of several second factors.

import type { MfaType, SelectMfaTypeStep } from '../sign-in-step';
import { buildOneCallStep, type ResponseTo } from './build-step';
import type { ChallengeBuilder } from './challenge-builder';
import { stringsIn } from './json-parameters';

export const mfaTypeChallenge: ChallengeBuilder<'SELECT_MFA_TYPE'> = (context, name) => {
  const mfaTypes = stringsIn<MfaType>(context.parameters['MFAS_CAN_CHOOSE']);
  return buildOneCallStep(
    context,
    name,
    { mfaTypes },
    ({ mfaType }: ResponseTo<SelectMfaTypeStep>) => ({ ANSWER: mfaType }),
  );
};
