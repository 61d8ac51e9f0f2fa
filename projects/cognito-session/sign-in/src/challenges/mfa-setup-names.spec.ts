// Tests MFA_SETUP for second factors whose names only resemble those that can be set up here.

import { challenge, openScriptedSignIn } from '../../../test/support/scripted-sign-in';

it.each(['MY_EMAIL_OTP', 'MICROSOFT_APP'])('%s is left to the app', async (type) => {
  const scripted = openScriptedSignIn();
  const parameters = { MFAS_CAN_SETUP: JSON.stringify([type]) };
  expect(await scripted.challenged(challenge('MFA_SETUP', parameters))).toMatchObject({
    challenge: 'UNKNOWN',
    name: 'MFA_SETUP',
  });
  expect(scripted.asked).toHaveLength(1);
});

it('and is not offered beside those that can', async () => {
  const types = ['MICROSOFT_APP', 'SOFTWARE_TOKEN_MFA', 'MY_EMAIL_OTP', 'EMAIL_OTP'];
  const parameters = { MFAS_CAN_SETUP: JSON.stringify(types) };
  expect(await openScriptedSignIn().challenged(challenge('MFA_SETUP', parameters))).toMatchObject({
    mfaTypes: ['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'],
  });
});
