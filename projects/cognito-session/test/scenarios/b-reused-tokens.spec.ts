// B04 and B05: a tab is refused because another one has just rotated the token. It waits for that
// tab's session to arrive in the storage, and only when nothing comes is the session over.

import { LIFETIME_SECONDS } from '../support/fake-tokens';
import { serviceError } from '../support/fake-pool';
import { figure } from '../support/figures';
import { observe, tally } from '../support/observed';
import { closeBrowser, openBrowser, typesOf } from '../support/simulated-tabs';

// A hundred rounds take real time on a busy machine, though none on the fake clock.
jest.setTimeout(30_000);

const EXPIRED_MS = (LIFETIME_SECONDS + 30) * 1000;
const REFUSALS = ['RefreshTokenReuseException', 'NotAuthorizedException'];

afterEach(closeBrowser);

it.each(REFUSALS)(
  'B04: refused with %s, a tab adopts the session that another one stored, 0 to 1.9 s late, in 100 of 100 rounds',
  async (refusal) => {
    let late = 0;
    const { clock, pool, tabs, events } = await openBrowser({
      tabs: 2,
      // With locks it would not come to that.
      locks: false,
      lateMs: () => late,
    });
    let refused = 0;
    let agreed = 0;
    for (let round = 0; round < 100; round++) {
      await clock.advance(EXPIRED_MS);
      late = round * 19;
      const [winner, loser] = round % 2 ? [tabs[1]!, tabs[0]!] : [tabs[0]!, tabs[1]!];
      const first = observe(winner.session.getSession());
      await clock.advance(0);
      pool.next('GetTokensFromRefreshToken', () => {
        refused++;
        return serviceError(refusal);
      });
      const second = observe(loser.session.getSession());
      await clock.advance(5000);

      expect(tally([first, second])).toEqual({ values: 2, errors: 0, pending: 0 });
      const [ours, theirs] = tabs.map(({ session }) => session.accessToken()?.getJwtToken());
      if (ours !== undefined && ours === theirs) agreed++;
    }

    const signOuts = typesOf(events)
      .flat()
      .filter((type) => type === 'signed-out').length;
    figure(`B04 ${refusal}: ${refused} rounds refused, ${agreed} adopted, ${signOuts} sign-outs`);
    expect({ refused, agreed, signOuts }).toEqual({ refused: 100, agreed: 100, signOuts: 0 });
  },
);

const surroundings = [
  { browser: 'a browser with everything', lacks: {} },
  { browser: 'no Web Locks', lacks: { locks: false } },
  { browser: 'no BroadcastChannel', lacks: { broadcastChannel: false } },
  { browser: 'no storage events', lacks: { storageEvents: false } },
];
const cases = surroundings.flatMap((each) =>
  REFUSALS.flatMap((refusal) => [
    { ...each, refusal, asking: 1 },
    { ...each, refusal, asking: 8 },
  ]),
);

it.each(cases)(
  'B05: with $browser, after $refusal to $asking of 8 tabs and nothing new for 2 s, each tab is signed out once, within 1 s',
  async ({ lacks, refusal, asking }) => {
    const { clock, pool, storage, tabs, events } = await openBrowser({ tabs: 8, ...lacks });
    await clock.advance(EXPIRED_MS);
    pool.always('GetTokensFromRefreshToken', () => serviceError(refusal));

    const callers = tabs.slice(0, asking).map(({ session }) => observe(session.getSession()));
    await clock.advance(pool.latencyMs + 1990);
    expect(typesOf(events).flat()).not.toContain('signed-out');
    await clock.advance(1010);

    const signedOut = tabs.map(() => ['signed-out']);
    const signOuts = (): string[][] =>
      typesOf(events).map((types) => types.filter((type) => type === 'signed-out'));
    expect(signOuts()).toEqual(signedOut);
    expect(tabs.map(({ session }) => session.state().status)).toEqual(tabs.map(() => 'signed-out'));
    expect(storage.settled).toBeNull();
    await clock.advance(60_000);
    expect(signOuts()).toEqual(signedOut);
    expect(tally(callers).pending).toBe(0);
  },
);
