// Proves every flow with every challenge over HTTP, and each flow and challenge by both gateways.

import { firstValueFrom } from 'rxjs';
import { FLOWS_AND_CHALLENGES, play, SIGN_IN_FLOWS, type SignInFlowScript } from './sign-in-flows';
import { type ContractPage, GATEWAYS } from './support/contract-page';
import { LocalPool, offerAuthenticator } from './support/local-pool';
import { PASSWORD } from './sign-in-flows';

const pool = new LocalPool();

const PREPARE: Readonly<
  Record<NonNullable<SignInFlowScript['before']>, (page: ContractPage) => Promise<unknown>>
> = {
  device: async () => undefined,
  passkey: async (page) => {
    offerAuthenticator();
    await page.conversation.start({ username: 'ana', password: PASSWORD });
    await firstValueFrom(page.passkeys.register());
  },
};

/** The gateways differ in single calls only, so one of them need not play every combination. */
const SCRIPTS = { fetch: SIGN_IN_FLOWS, 'aws-sdk': FLOWS_AND_CHALLENGES };

describe.each(GATEWAYS)('by %s', (gateway) => {
  const scripts = SCRIPTS[gateway].map((script) => [script.row, script] as const);

  it.each(scripts)('%s: signs in over HTTP', async (_row, script) => {
    if (script.settings) pool.local.configure(script.settings);
    const page = await pool.open(gateway);
    if (script.before) {
      await PREPARE[script.before](page);
      if (script.before === 'device') await play(script, page.conversation, pool.around);
      await firstValueFrom(page.session.signOut());
    }
    const responses = pool.count('RespondToAuthChallenge');
    const step = await play(script, page.conversation, pool.around);
    expect(step).toMatchObject({ status: 'signed-in', deviceConfirmationNecessary: false });
    expect(page.session.user()?.['cognito:username']).toBe(script.user.username);
    // The pool accepts the token, and the session belongs to this user.
    const { username } = await firstValueFrom(page.user.getUser());
    expect(username).toBe(script.user.username);
    if (script.before === 'device') {
      expect(pool.count('ConfirmDevice')).toBe(1);
      // DEVICE_SRP_AUTH and DEVICE_PASSWORD_VERIFIER.
      expect(pool.count('RespondToAuthChallenge') - responses).toBe(responses + 2);
    }
  });
});
