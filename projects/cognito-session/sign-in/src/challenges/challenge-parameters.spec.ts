// Tests malformed parameters of challenges: the form gets a step that it can display, or a typed
// error.

import { assert, asyncProperty, constantFrom, json, oneof, option, string } from 'fast-check';
import { challenge, openScriptedSignIn } from '../../../test/support/scripted-sign-in';
import { SignInError } from '../sign-in-error';
import type { NewPasswordStep, SelectMfaTypeStep } from '../sign-in-step';

const ODD = ['', 'no json', '[', 'null', '5', '"text"', 'true', '{}', '{"a":1}', '[1,null]'];
const REQUEST = { flow: 'USER_AUTH', password: '' } as const;

it.each([undefined, ...ODD])('required attributes %j are none', async (requiredAttributes) => {
  const parameters = requiredAttributes === undefined ? {} : { requiredAttributes };
  const step = await openScriptedSignIn().challenged<NewPasswordStep>(
    challenge('NEW_PASSWORD_REQUIRED', parameters),
  );
  expect(step.requiredAttributes).toEqual([]);
});

it.each([undefined, ...ODD.filter((text) => !text.startsWith('{'))])(
  'attributes %j are none',
  async (userAttributes) => {
    const parameters = userAttributes === undefined ? {} : { userAttributes };
    const step = await openScriptedSignIn().challenged<NewPasswordStep>(
      challenge('NEW_PASSWORD_REQUIRED', parameters),
    );
    expect(step.attributes).toEqual({});
  },
);

it.each([undefined, ...ODD])(
  'second factors %j to choose from are none',
  async (MFAS_CAN_CHOOSE) => {
    const parameters = MFAS_CAN_CHOOSE === undefined ? {} : { MFAS_CAN_CHOOSE };
    const step = await openScriptedSignIn().challenged<SelectMfaTypeStep>(
      challenge('SELECT_MFA_TYPE', parameters),
    );
    expect(step.mfaTypes).toEqual([]);
  },
);

it.each([undefined, ...ODD, '[]', '["SMS_MFA"]', '["SMOKE_SIGNAL"]'])(
  'second factors %j to set up leave the challenge to the app',
  async (MFAS_CAN_SETUP) => {
    const parameters = MFAS_CAN_SETUP === undefined ? {} : { MFAS_CAN_SETUP };
    const scripted = openScriptedSignIn();
    expect(await scripted.challenged(challenge('MFA_SETUP', parameters))).toMatchObject({
      challenge: 'UNKNOWN',
      name: 'MFA_SETUP',
      parameters,
    });
    expect(scripted.asked).toHaveLength(1);
  },
);

it.each([undefined, '', 'no json', '[', 'null'])(
  'options %j of a passkey are UNAVAILABLE',
  async (CREDENTIAL_REQUEST_OPTIONS) => {
    const parameters =
      CREDENTIAL_REQUEST_OPTIONS === undefined ? {} : { CREDENTIAL_REQUEST_OPTIONS };
    const scripted = openScriptedSignIn();
    scripted.script(challenge('WEB_AUTHN', parameters));
    expect(await scripted.signIn(REQUEST)).toMatchObject({ code: 'UNAVAILABLE' });
  },
);

it('available challenges may be missing', async () => {
  const step = await openScriptedSignIn().challenged(challenge('SELECT_CHALLENGE'), REQUEST);
  expect(step).toMatchObject({ availableChallenges: [] });
});

it('for any parameters, the outcome is a step or a SignInError', async () => {
  const names = constantFrom(
    'NEW_PASSWORD_REQUIRED',
    'SELECT_MFA_TYPE',
    'MFA_SETUP',
    'WEB_AUTHN',
    'SELECT_CHALLENGE',
    'SMS_MFA',
    'PASSWORD',
    'CUSTOM_CHALLENGE',
  );
  const value = option(oneof(json({ maxDepth: 2 }), string()), { nil: undefined });
  await assert(
    asyncProperty(names, value, async (name, text) => {
      const scripted = openScriptedSignIn();
      const keys = [
        'requiredAttributes',
        'userAttributes',
        'MFAS_CAN_CHOOSE',
        'MFAS_CAN_SETUP',
        'CREDENTIAL_REQUEST_OPTIONS',
        'CODE_DELIVERY_DESTINATION',
      ];
      const parameters = Object.fromEntries(keys.map((key) => [key, text])) as Record<
        string,
        string
      >;
      scripted.script(challenge(name, parameters), { SecretCode: 'ABC', Session: 's' });
      const outcome = await scripted.signIn(REQUEST);
      if (!('status' in outcome)) expect(outcome).toBeInstanceOf(SignInError);
    }),
    { numRuns: 200 },
  );
});
