// G14: a call of the signed-in user whose token Cognito refuses although the session is not over:
// it is sent once more, with the token of a refresh.

import { FakeStore } from '../../test/support/fake-store';
import { serviceError, unreachable } from '../../test/support/fake-pool';
import { type ManagerTab, openManagerTab } from '../../test/support/manager-tab';
import { ScriptedGateway } from '../../test/support/scripted-gateway';
import { refusal } from '../../test/support/scripted-sign-in';
import { RememberedDevices } from './remembered-devices';
import { toSignInError } from './sign-in-error';
import { UserPool } from './user-pool';

const REVOKED = refusal('NotAuthorizedException', 'Access Token has been revoked');

type Answer = Error | Readonly<Record<string, unknown>> | (() => Promise<object>);

/** A signed-in tab whose pool accepts no token that it has refused. */
async function open() {
  const tab = openManagerTab();
  await tab.manager.start(tab.pool.issue(), 'now');
  const gateway = new ScriptedGateway();
  const devices = new RememberedDevices(new FakeStore(), tab.config);
  const pool = new UserPool(tab.manager, devices, () => gateway);
  const answers: Answer[] = [];
  gateway.answer = async () => {
    const answer = answers.shift() ?? new Error('the spec has no answer');
    if (answer instanceof Error) throw answer;
    return typeof answer === 'function' ? answer() : answer;
  };
  return {
    tab,
    pool,
    /** Answers of the next calls; an error is thrown. */
    script: (...more: Answer[]) => void answers.push(...more),
    tokens: () => gateway.calls.map(({ input }) => (input as { AccessToken?: string }).AccessToken),
    calls: () => gateway.calls,
  };
}
const tokenOf = ({ manager }: ManagerTab): string | undefined =>
  manager.active?.session.getAccessToken().getJwtToken();
/** The outcome of a call, with time for a refresh; an error as the form gets it. */
async function outcome(tab: ManagerTab, call: Promise<unknown>) {
  const settled = call.then(
    (answer) => ({ answer, error: undefined }),
    (error: unknown) => ({ answer: undefined, error: toSignInError(error) }),
  );
  await tab.clock.advance(30_000);
  return settled;
}

it.each([
  REVOKED,
  refusal('NotAuthorizedException', 'Access Token has expired'),
  refusal('NotAuthorizedException', 'Invalid Access Token'),
])('G14: the refusal of a stale token, %p, does not reach the form', async (refused) => {
  const { tab, pool, script, tokens } = await open();
  const stale = tokenOf(tab);
  script(refused, { Username: 'maria' });
  expect(await outcome(tab, pool.sendAsUser('GetUser', {}))).toEqual({
    answer: { Username: 'maria' },
  });
  expect(tab.pool.refreshes).toBe(1);
  expect(tokens()).toEqual([stale, tokenOf(tab)]);
  expect(tokenOf(tab)).not.toBe(stale);
});

it('G14: the second try sends the same, with nothing changed except the token', async () => {
  const { tab, pool, script, calls } = await open();
  script(REVOKED, {});
  const input = { PreviousPassword: 'old', ProposedPassword: 'new' };
  await outcome(tab, pool.sendAsUser('ChangePassword', input));
  const sent = calls().map((call) => ({
    ...(call.input as object),
    AccessToken: '',
    of: call.operation,
  }));
  expect(sent).toEqual([1, 2].map(() => ({ ...input, AccessToken: '', of: 'ChangePassword' })));
});

it('G14: a call that was given its token, as the deletion of the user is, has a second try as well', async () => {
  const { tab, pool, script, tokens } = await open();
  const AccessToken = tokenOf(tab);
  script(REVOKED, {});
  expect(await outcome(tab, pool.call('DeleteUser', { AccessToken }))).toEqual({ answer: {} });
  expect(tokens()).toEqual([AccessToken, tokenOf(tab)]);
});

it('G14: there is no third try, and the second answer counts', async () => {
  const { tab, pool, script, calls } = await open();
  const second = refusal('NotAuthorizedException', 'User is disabled.');
  script(REVOKED, second);
  const { error } = await outcome(tab, pool.sendAsUser('GetUser', {}));
  expect(error).toMatchObject({ code: 'NOT_SIGNED_IN', cause: second });
  expect(calls()).toHaveLength(2);
  expect(tab.pool.refreshes).toBe(1);
});

it('G14: a second answer with another meaning counts', async () => {
  const { tab, pool, script } = await open();
  script(REVOKED, refusal('NotAuthorizedException', 'Incorrect username or password.'));
  const input = { PreviousPassword: 'old', ProposedPassword: 'new' };
  const { error } = await outcome(tab, pool.sendAsUser('ChangePassword', input));
  expect(error?.code).toBe('WRONG_CREDENTIALS');
});

it('G14: a token that another call has refreshed already is replaced without a refresh', async () => {
  const { tab, pool, script, tokens } = await open();
  const stale = tokenOf(tab);
  script(async () => {
    tab.manager.refresh().subscribe();
    await tab.clock.advance(1000);
    throw REVOKED;
  }, {});
  expect(await outcome(tab, pool.sendAsUser('GetUser', {}))).toEqual({ answer: {} });
  expect(tab.pool.refreshes).toBe(1);
  expect(tokens()).toEqual([stale, tokenOf(tab)]);
});

it('G14: calls that are refused at once share one refresh', async () => {
  const { tab, pool, script, calls } = await open();
  script(REVOKED, REVOKED, {}, {});
  const both = [pool.sendAsUser('GetUser', {}), pool.sendAsUser('ListDevices', {})];
  expect(await outcome(tab, Promise.all(both))).toEqual({ answer: [{}, {}] });
  expect(tab.pool.refreshes).toBe(1);
  expect(calls()).toHaveLength(4);
});

it('G14: when the refresh cannot reach Cognito, the form may try again, and the session stays', async () => {
  const { tab, pool, script, calls } = await open();
  tab.pool.always('GetTokensFromRefreshToken', unreachable());
  script(REVOKED);
  const { error } = await outcome(tab, pool.sendAsUser('GetUser', {}));
  expect(error?.code).toBe('UNAVAILABLE');
  expect(calls()).toHaveLength(1);
  expect(tab.manager.active).not.toBeNull();
});

it('G14: when the refresh is refused, the session is over and the first answer counts', async () => {
  const { tab, pool, script, calls } = await open();
  tab.pool.always('GetTokensFromRefreshToken', () => serviceError('NotAuthorizedException'));
  script(REVOKED);
  const { error } = await outcome(tab, pool.sendAsUser('GetUser', {}));
  expect(error).toMatchObject({ code: 'NOT_SIGNED_IN', cause: REVOKED });
  expect(calls()).toHaveLength(1);
  expect(tab.manager.state).toEqual({ status: 'signed-out', reason: 'refused' });
});

it.each([
  ['while it is asked', true],
  ['while it is refreshed', false],
])('G14: a user who signs out %s is NOT_SIGNED_IN, and nothing is sent again', async (_, early) => {
  const { tab, pool, script, calls } = await open();
  if (!early) {
    tab.pool.next('GetTokensFromRefreshToken', () => {
      void tab.manager.signOut();
      return serviceError('InternalErrorException', 500);
    });
  }
  script(async () => {
    if (early) await tab.manager.signOut();
    throw REVOKED;
  });
  const { error } = await outcome(tab, pool.sendAsUser('GetUser', {}));
  expect(error).toMatchObject({ code: 'NOT_SIGNED_IN', cause: REVOKED });
  expect(calls()).toHaveLength(1);
});

it.each([
  ['while it is asked', true],
  ['while it is refreshed', false],
])('G14: nothing is sent again for another user who signs in %s', async (_, early) => {
  const { tab, pool, script, calls } = await open();
  const signInAnother = () => tab.manager.start(tab.pool.issue({ sub: 'somebody-else' }), 'now');
  if (!early) {
    tab.pool.next('GetTokensFromRefreshToken', () => {
      void signInAnother();
      return serviceError('InternalErrorException', 500);
    });
  }
  script(async () => {
    if (early) await signInAnother();
    throw REVOKED;
  });
  const { error } = await outcome(tab, pool.sendAsUser('GetUser', {}));
  expect(error).toMatchObject({ code: 'NOT_SIGNED_IN', cause: REVOKED });
  expect(calls()).toHaveLength(1);
  expect(tab.manager.active?.sub).toBe('somebody-else');
});

it.each([
  new TypeError('Failed to fetch'),
  refusal('InternalErrorException', 'no', 500),
  refusal('TooManyRequestsException', 'no', 429),
])('a call that may have been carried out, %p, is never sent again', async (error) => {
  const { tab, pool, script, calls } = await open();
  script(error);
  await outcome(tab, pool.sendAsUser('ChangePassword', { ProposedPassword: 'x' }));
  expect(calls()).toHaveLength(1);
  expect(tab.pool.refreshes).toBe(0);
});
