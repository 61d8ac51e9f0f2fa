// Runs the same flows against a real user pool that environment variables name: docs/real-pool.md.
// Without them Jest skips every test, and one line says so.

import { firstValueFrom } from 'rxjs';
import { play, SIGN_IN_FLOWS } from './sign-in-flows';
import { totpCode } from './support/codes';
import { clearBrowser, GATEWAYS, openPage, outcome } from './support/contract-page';
import { realFlows, realPool } from './support/real-pool';

const named = realPool(process.env);
const pool = 'missing' in named ? undefined : named;
const allowed = realFlows(process.env);
const kind = pool?.totpSecret === undefined ? 'plain' : 'totp';

if (!pool) {
  process.stderr.write(
    `real pool: not run, ${(named as { missing: string }).missing} are not set (docs/real-pool.md)\n`,
  );
}

/** A test of the real pool; skipped without one. */
const real = pool ? it : it.skip;

// A real pool accepts a code once, so a sign-in waits for the next code.
let lastStep = 0;
const freshCode = async (): Promise<void> => {
  if (kind !== 'totp') return;
  const step = () => Math.floor(Date.now() / 30_000);
  while (step() <= lastStep) await new Promise((resolve) => setTimeout(resolve, 500));
  lastStep = step();
};

describe.each(GATEWAYS)('real pool by %s', (gateway) => {
  const open = () => {
    clearBrowser();
    return openPage(pool!.config, gateway);
  };
  const around = {
    code: (): never => {
      throw new Error('a flow of a real pool must not need a sent code');
    },
    totp: () => totpCode(pool!.totpSecret!),
  };
  for (const script of SIGN_IN_FLOWS.filter(({ realUser }) => realUser !== undefined)) {
    const flow = script.request.flow ?? 'USER_SRP_AUTH';
    const possible = script.realUser === kind && (allowed.length === 0 || allowed.includes(flow));
    // Without a pool all flows are listed, because its user decides which ones are possible.
    (!pool || possible ? real : it.skip)(
      `${script.row}: signs in to a real pool`,
      async () => {
        await freshCode();
        const page = await open();
        const { username, password } = pool!;
        const request = {
          username,
          ...(script.user.password !== undefined && { password }),
          ...script.request,
        };
        const answers = script.answers.map(
          ([challenge, response]) =>
            [
              challenge,
              (...args: Parameters<typeof response>) => {
                const answer = response(...args);
                return 'password' in answer ? { ...answer, password } : answer;
              },
            ] as const,
        );
        const step = await play({ ...script, answers }, page.conversation, around, request);
        expect(step).toMatchObject({ status: 'signed-in' });
        const user = await firstValueFrom(page.user.getUser());
        expect(user.username).toBe(page.session.user()?.['cognito:username']);
        await firstValueFrom(page.session.refreshSession());
        expect(page.session.isAuthenticated()).toBe(true);
        await firstValueFrom(page.session.signOut());
        expect(page.session.isAuthenticated()).toBe(false);
      },
      60_000,
    );
  }

  real('errors × WRONG_CREDENTIALS: an unknown user at a real pool', async () => {
    const page = await open();
    const nobody = { username: `nobody-${crypto.randomUUID()}`, password: 'Wr0ng-Passw0rd!' };
    expect(await page.conversation.start(nobody)).toMatchObject({ code: 'WRONG_CREDENTIALS' });
  });

  real(
    'accounts × attributes: a real pool returns them',
    async () => {
      await freshCode();
      const page = await open();
      const script = SIGN_IN_FLOWS.find(
        (each) => each.realUser === kind && each.request.flow === undefined,
      )!;
      const { username, password } = pool!;
      await play(script, page.conversation, around, { username, password });
      expect(await outcome(page.user.getUser())).toMatchObject({
        attributes: { sub: page.session.user()?.sub },
      });
      await firstValueFrom(page.session.signOut());
    },
    60_000,
  );
});
