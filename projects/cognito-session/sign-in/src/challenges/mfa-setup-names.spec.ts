// Tests MFA_SETUP for second factors whose names only resemble those that can be set up here.

import { challenge, openTalk } from '../../../test/support/sign-in-talk';

it.each(['MY_EMAIL_OTP', 'MICROSOFT_APP'])('%s is left to the app', async (type) => {
  const talk = openTalk();
  const parameters = { MFAS_CAN_SETUP: JSON.stringify([type]) };
  expect(await talk.challenged(challenge('MFA_SETUP', parameters))).toMatchObject({
    challenge: 'UNKNOWN',
    name: 'MFA_SETUP',
  });
  expect(talk.asked).toHaveLength(1);
});

it('and is not offered beside those that can', async () => {
  const types = ['MICROSOFT_APP', 'SOFTWARE_TOKEN_MFA', 'MY_EMAIL_OTP', 'EMAIL_OTP'];
  const parameters = { MFAS_CAN_SETUP: JSON.stringify(types) };
  expect(await openTalk().challenged(challenge('MFA_SETUP', parameters))).toMatchObject({
    mfaTypes: ['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'],
  });
});
