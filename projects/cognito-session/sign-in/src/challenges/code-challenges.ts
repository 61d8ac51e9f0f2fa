// SMS_MFA, SOFTWARE_TOKEN_MFA, EMAIL_OTP and SMS_OTP: the user types a code.

import { normalizeCode } from '../normalize-code';
import type { CodeStep } from '../sign-in-step';
import { buildOneCallStep, type ResponseTo } from './build-step';
import type { ChallengeBuilder } from './challenge-builder';

export const codeChallenge: ChallengeBuilder<CodeStep['challenge']> = (context, name) => {
  const { parameters } = context;
  const shown = {
    destination: parameters['CODE_DELIVERY_DESTINATION'],
    medium: parameters['CODE_DELIVERY_DELIVERY_MEDIUM'],
    deviceName: parameters['FRIENDLY_DEVICE_NAME'],
  };
  return buildOneCallStep(context, name, shown, ({ code }: ResponseTo<CodeStep>) => ({
    [`${name}_CODE`]: normalizeCode(code),
  }));
};
