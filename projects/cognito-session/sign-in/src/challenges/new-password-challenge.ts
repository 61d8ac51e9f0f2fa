// NEW_PASSWORD_REQUIRED: the user replaces a password that an administrator has set.

import type { AuthParameters } from '../auth-answer';
import type { NewPasswordStep } from '../sign-in-step';
import { buildOneCallStep, type ResponseTo } from './build-step';
import type { ChallengeBuilder } from './challenge-builder';
import { objectIn, stringsIn } from './json-parameters';

/** Cognito puts this before the names of attributes. */
const ATTRIBUTE_PREFIX = 'userAttributes.';

export const newPasswordChallenge: ChallengeBuilder<'NEW_PASSWORD_REQUIRED'> = (context, name) => {
  const { requiredAttributes, userAttributes } = context.parameters;
  const shown = {
    requiredAttributes: stringsIn(requiredAttributes).map((key) =>
      key.replace(ATTRIBUTE_PREFIX, ''),
    ),
    attributes: objectIn(userAttributes) as NewPasswordStep['attributes'],
  };
  return buildOneCallStep(context, name, shown, (response: ResponseTo<NewPasswordStep>) => {
    const responses: AuthParameters = { NEW_PASSWORD: response.newPassword };
    for (const [key, value] of Object.entries(response.attributes ?? {})) {
      responses[ATTRIBUTE_PREFIX + key] = value;
    }
    return responses;
  });
};
