// Proves the account operations over HTTP, by both gateways.

import { firstValueFrom } from 'rxjs';
import { NEW_PASSWORD, PASSWORD } from './sign-in-flows';
import { totpCode } from './support/codes';
import { type ContractPage, GATEWAYS, keptDevices, outcome } from './support/contract-page';
import { LocalPool, offerAuthenticator } from './support/local-pool';

const ODD = { username: 'ђорђе-ß-🦊', password: 'Pässwörd 🦊 žуж 1!', email: 'odd@example.com' };
const pool = new LocalPool({
  users: [
    { username: 'ana' },
    { username: 'choosy', mfa: ['SMS_MFA', 'EMAIL_OTP'], phoneNumber: '+15555550102' },
    ODD,
  ],
});

describe.each(GATEWAYS)('by %s', (gateway) => {
  let page: ContractPage;
  beforeEach(async () => {
    page = await pool.open(gateway);
  });
  /** Without SRP, which takes long, unless the flow matters. */
  const signIn = (username = 'ana', password = PASSWORD) =>
    page.conversation.start({ username, password, flow: 'USER_PASSWORD_AUTH' });

  it('accounts × sign-up: the user confirms with the code and signs in without a challenge', async () => {
    const { signUp } = page;
    const request = {
      username: 'novi',
      password: NEW_PASSWORD,
      attributes: { email: 'novi@example.com', name: 'Nóvi' },
    };
    const { confirmed, delivery, session } = await firstValueFrom(signUp.signUp(request));
    expect(confirmed).toBe(false);
    expect(delivery).toMatchObject({ medium: 'EMAIL', attribute: 'email' });
    expect(delivery?.destination).toMatch(/^n\*+@/);
    expect(await signIn('novi', NEW_PASSWORD)).toMatchObject({ code: 'USER_NOT_CONFIRMED' });
    const code = pool.around.code();
    const confirmation = await firstValueFrom(
      signUp.confirmSignUp({ username: 'novi', code, session }),
    );
    const step = await page.conversation.start({
      username: 'novi',
      flow: 'USER_AUTH',
      continueFrom: confirmation.session,
    });
    expect(step).toMatchObject({ status: 'signed-in' });
    expect(page.session.user()?.name).toBe('Nóvi');
  });

  it('accounts × new confirmation code: replaces the first one', async () => {
    const { signUp } = page;
    const attributes = { email: 'novi@example.com' };
    await firstValueFrom(signUp.signUp({ username: 'novi', password: NEW_PASSWORD, attributes }));
    const first = pool.around.code();
    const delivery = await firstValueFrom(signUp.resendCode({ username: 'novi' }));
    expect(delivery).toMatchObject({ medium: 'EMAIL' });
    const second = pool.around.code();
    if (first !== second) {
      expect(await outcome(signUp.confirmSignUp({ username: 'novi', code: first }))).toMatchObject({
        code: 'WRONG_CODE',
      });
    }
    await firstValueFrom(signUp.confirmSignUp({ username: 'novi', code: second }));
    expect(await signIn('novi', NEW_PASSWORD)).toMatchObject({ status: 'signed-in' });
  });

  it('accounts × forgotten password: the user sets another one with a code', async () => {
    const { passwords } = page;
    expect(await firstValueFrom(passwords.forgotPassword({ username: 'ana' }))).toMatchObject({
      medium: 'EMAIL',
    });
    const request = { username: 'ana', code: pool.around.code(), newPassword: NEW_PASSWORD };
    await firstValueFrom(passwords.confirmForgotPassword(request));
    expect(await signIn('ana', PASSWORD)).toMatchObject({ code: 'WRONG_CREDENTIALS' });
    expect(await signIn('ana', NEW_PASSWORD)).toMatchObject({ status: 'signed-in' });
  });

  it('accounts × new password: requires the old one', async () => {
    await signIn();
    const change = (oldPassword: string) =>
      outcome(page.passwords.changePassword({ oldPassword, newPassword: NEW_PASSWORD }));
    expect(await change('wrong')).toMatchObject({ code: 'WRONG_CREDENTIALS' });
    expect(await change(PASSWORD)).toBeUndefined();
    expect(page.session.isAuthenticated()).toBe(true);
    expect(await signIn('ana', NEW_PASSWORD)).toMatchObject({ status: 'signed-in' });
  });

  it('accounts × attributes: the user changes, verifies and deletes them', async () => {
    await signIn();
    const { user } = page;
    const update = (attributes: Record<string, string>) =>
      firstValueFrom(user.updateAttributes({ attributes }));
    expect(await update({ name: 'Ана', given_name: 'A' })).toEqual([]);
    const [delivery] = await update({ email: 'other@example.org' });
    expect(delivery).toMatchObject({ medium: 'EMAIL', attribute: 'email' });
    const attribute = 'email';
    await firstValueFrom(user.sendVerificationCode({ attribute }));
    const code = pool.around.code();
    await firstValueFrom(user.verifyAttribute({ attribute, code }));
    await firstValueFrom(user.deleteAttributes(['given_name']));
    const { attributes } = await firstValueFrom(user.getUser());
    expect(attributes).toMatchObject({
      name: 'Ана',
      email: 'other@example.org',
      email_verified: 'true',
    });
    expect(attributes).not.toHaveProperty('given_name');
    await firstValueFrom(page.session.refreshSession());
    expect(page.session.user()).toMatchObject({ name: 'Ана', email_verified: true });
  });

  it('accounts × authenticator app: a signed-in user sets it up; later sign-ins ask for it', async () => {
    await signIn();
    const setup = await firstValueFrom(page.mfa.setUpTotp({ issuer: 'Orders' }));
    expect(setup.uri).toBe(
      `otpauth://totp/Orders:ana%40example.com?secret=${setup.secret}&issuer=Orders`,
    );
    const code = totpCode(setup.secret);
    const wrong = (code.startsWith('0') ? '1' : '0') + code.slice(1);
    expect(await outcome(setup.verify({ code: wrong }))).toMatchObject({ code: 'WRONG_CODE' });
    await firstValueFrom(setup.verify({ code, deviceName: 'phone' }));
    await firstValueFrom(page.mfa.setPreference({ totp: 'preferred' }));
    await firstValueFrom(page.session.signOut());
    expect(await signIn()).toMatchObject({ challenge: 'SOFTWARE_TOKEN_MFA', deviceName: 'phone' });
    // A code works once, so this is the next one.
    const next = totpCode(setup.secret, Date.now() + 30_000);
    expect(await page.conversation.answer({ code: next })).toMatchObject({ status: 'signed-in' });
  });

  it('accounts × MFA preference: decides which factor a sign-in asks for', async () => {
    expect(await signIn('choosy')).toMatchObject({ challenge: 'SELECT_MFA_TYPE' });
    await page.conversation.answer({ mfaType: 'SMS_MFA' });
    await page.conversation.answer({ code: pool.around.code() });
    await firstValueFrom(page.mfa.setPreference({ email: 'preferred', sms: 'enabled' }));
    const user = await firstValueFrom(page.user.getUser());
    expect([...user.mfaTypes].sort()).toEqual(['EMAIL_OTP', 'SMS_MFA']);
    expect(user.preferredMfa).toBe('EMAIL_OTP');
    expect(await signIn('choosy')).toMatchObject({ challenge: 'EMAIL_OTP' });
    await firstValueFrom(page.mfa.setPreference({ email: 'disabled', sms: 'disabled' }));
    expect(await signIn('choosy')).toMatchObject({ status: 'signed-in' });
  });

  it('accounts × passkeys: the user registers, lists and deletes them', async () => {
    offerAuthenticator();
    await signIn();
    await firstValueFrom(page.passkeys.register());
    const [passkey, ...others] = await firstValueFrom(page.passkeys.list());
    expect(others).toEqual([]);
    expect(passkey?.credentialId).toMatch(/^[\w-]{20,}$/);
    const { configured } = await firstValueFrom(page.mfa.authFactors());
    expect(configured).toContain('WEB_AUTHN');
    await firstValueFrom(page.passkeys.delete(passkey!.credentialId));
    expect(await firstValueFrom(page.passkeys.list())).toEqual([]);
  });

  it('accounts × deletion: ends the session and forgets the device', async () => {
    pool.local.configure({ deviceTracking: 'always' });
    await page.conversation.start({ username: 'ana', password: PASSWORD });
    expect(Object.keys(keptDevices())).toHaveLength(1);
    await firstValueFrom(page.user.deleteUser());
    expect(page.session.state()).toEqual({ status: 'signed-out', reason: 'sign-out' });
    page = await pool.open(gateway);
    expect(keptDevices()).toEqual({});
    expect(await signIn()).toMatchObject({ code: 'WRONG_CREDENTIALS' });
  });

  it.each([
    {},
    { flow: 'USER_PASSWORD_AUTH' },
    { flow: 'USER_AUTH', preferredChallenge: 'PASSWORD_SRP' },
    { flow: 'USER_AUTH', preferredChallenge: 'PASSWORD' },
  ] as const)('pages × non-ASCII names and passwords: %j', async (request) => {
    for (const username of [ODD.username, ODD.email]) {
      const step = await page.conversation.start({ ...ODD, ...request, username });
      expect(step).toMatchObject({ status: 'signed-in' });
      expect(page.session.user()?.['cognito:username']).toBe(ODD.username);
    }
  });

  it('pages × non-ASCII names and passwords: device, refresh and sign-out', async () => {
    pool.local.configure({ deviceTracking: 'always' });
    await page.conversation.start(ODD);
    await firstValueFrom(page.session.refreshSession());
    await firstValueFrom(page.session.signOut());
    page = await pool.open(gateway);
    expect(await page.conversation.start(ODD)).toMatchObject({ status: 'signed-in' });
    expect(pool.count('ConfirmDevice')).toBe(1);
  });
});
