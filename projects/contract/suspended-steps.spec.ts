// Proves every flow and every challenge over HTTP in a browser that reloads the page before each
// answer.

import { firstValueFrom } from 'rxjs';
import {
  FLOWS_AND_CHALLENGES,
  NEW_PASSWORD,
  PASSWORD,
  requestOf,
  TOTP_SECRET,
} from './sign-in-flows';
import type { SeenStep } from './support/conversation';
import { LocalPool, offerAuthenticator } from './support/local-pool';

const pool = new LocalPool();
/** The scripts with at least one challenge. */
const scripts = FLOWS_AND_CHALLENGES.filter(({ answers }) => answers.length > 0).map(
  (script) => [script.row, script] as const,
);
/** The part of a step that both pages share: each page gets a new secret of a set-up. */
const shown = (step: SeenStep): object => ({ ...step, secret: undefined, uri: undefined });

it.each(scripts)('suspend: %s continues in a new page before each answer', async (_row, script) => {
  if (script.settings) pool.local.configure(script.settings);
  let page = await pool.open('fetch');
  if (script.before === 'passkey') {
    offerAuthenticator();
    await page.conversation.start({ username: 'ana', password: PASSWORD });
    await firstValueFrom(page.passkeys.register());
    await firstValueFrom(page.session.signOut());
  }
  const secrets = [PASSWORD, NEW_PASSWORD, TOTP_SECRET];
  let step = await page.conversation.start(requestOf(script));
  for (const [challenge, response] of script.answers) {
    expect(step).toMatchObject({ challenge });
    const text = page.conversation.suspend();
    for (const secret of [...secrets, step.secret ?? PASSWORD]) expect(text).not.toContain(secret);
    page = await pool.open('fetch');
    const again = await page.conversation.resume(text);
    expect(shown(again)).toEqual(shown(step));
    const answer = response(again, pool.around);
    secrets.push(
      ...Object.values(answer)
        .map(String)
        .filter((value) => /^\d{6}$/.test(value)),
    );
    step = await page.conversation.answer(answer);
  }
  expect(step).toMatchObject({ status: 'signed-in' });
  expect(page.session.user()?.['cognito:username']).toBe(script.user.username);
});

it('suspend: an answer that one page has sent is refused in the other', async () => {
  const first = await pool.open('fetch');
  await first.conversation.start({ username: 'sms', password: PASSWORD });
  const text = first.conversation.suspend();
  const code = pool.around.code();
  expect(await first.conversation.answer({ code })).toMatchObject({ status: 'signed-in' });
  const second = await pool.open('fetch');
  await second.conversation.resume(text);
  expect(await second.conversation.answer({ code })).toMatchObject({ code: 'CHALLENGE_EXPIRED' });
  expect(second.session.state().status).toBe('signed-in');
});

it('C11 a sign-out ends a suspended sign-in, also in a page that loads later', async () => {
  const first = await pool.open('fetch');
  await first.conversation.start({ username: 'sms', password: PASSWORD });
  const text = first.conversation.suspend();
  await firstValueFrom((await pool.open('fetch')).session.signOut());
  const calls = pool.local.calls.length;
  const second = await pool.open('fetch');
  expect(await second.conversation.resume(text)).toMatchObject({ code: 'CHALLENGE_EXPIRED' });
  expect(pool.local.calls).toHaveLength(calls);
});
