// E03: the page dies before or after any operation on its storage, in a life with everything that
// writes. From then on it stores nothing and no call of it reaches Cognito; the page that comes
// next finds one whole session or none, and can use it.

import { API_URL } from '../support/fake-api';
import { FakeClock } from '../support/fake-clock';
import { FakePool, hang } from '../support/fake-pool';
import { FakeStore } from '../support/fake-store';
import { LIFETIME_SECONDS } from '../support/fake-tokens';
import { figure } from '../support/figures';
import { observe, tally } from '../support/observed';
import { type Door, DOOR, type Gateway, openApp, type SessionApp } from '../support/session-app';
import { storedTokens, tokensOf } from '../support/stored-tokens';
import { claimsOf } from '../support/strict-api';

jest.setTimeout(60_000);

const EXPIRED_MS = (LIFETIME_SECONDS + 30) * 1000;

type Step = (app: SessionApp) => unknown;
const signInAs =
  (sub: string): Step =>
  ({ session, pool }) =>
    observe(session.setSession(pool.issue({ sub })));
const afterExpiry: Step = async ({ clock, http }) => {
  await clock.advance(EXPIRED_MS);
  observe(http.get(API_URL));
};
/** Everything that touches the store. */
const LIFE: readonly Step[] = [
  signInAs('user-a'),
  afterExpiry,
  ({ session }) => observe(session.refreshSession()),
  ({ pool, http }) => {
    // The API refuses the token: a refresh and a replay.
    pool.disown();
    observe(http.get(API_URL));
  },
  afterExpiry,
  signInAs('user-b'),
  afterExpiry,
  ({ session }) => observe(session.signOut()),
  signInAs('user-a'),
  afterExpiry,
];

/** A life up to its end, or until the page died at operation `cut`. */
async function live(
  variant: Door & Gateway,
  { rotation, kind, cut, effect }: Circumstances,
): Promise<{ app: SessionApp; store: FakeStore; died: boolean; sessions: string[] }> {
  const clock = new FakeClock();
  const pool = new FakePool(clock, { rotation, graceMs: 60_000 });
  const store = new FakeStore(kind === 'asynchronous' ? { delay: { clock, ms: 5 } } : {});
  const isOver = (): boolean => store.operations.length >= cut;
  store.before = ({ number }) => (store.dead ||= effect ? number > cut : number >= cut);
  pool.loss = () => (isOver() ? { lost: 'request', outcome: hang } : undefined);
  const app = await openApp(variant, { clock, pool, store });
  app.api.status = ({ token }) => (pool.accepts(token) ? 200 : 401);
  const seen = observe(app.session.session$);
  for (const step of LIFE) {
    if (isOver()) break;
    await step(app);
    await clock.advance(1000);
  }
  const died = isOver();
  store.dead = true;
  const sessions = seen.values.flatMap((session) => (session ? [tokensOf(session)] : []));
  return { app, store, died, sessions };
}

interface Circumstances {
  readonly rotation: boolean;
  readonly kind: string;
  readonly cut: number;
  /** Whether operation `cut` still took effect. */
  readonly effect: boolean;
}

describe.each([true, false])('with rotation %s', (rotation) => {
  it.each(['synchronous', 'asynchronous'])(
    'E03: wherever the page dies over %s storage, the next finds one whole session or none, and can use it',
    async (kind) => {
      const all = await live(DOOR, { rotation, kind, cut: Infinity, effect: false });
      const operations = all.store.operations.length;
      expect(all.died).toBe(false);
      expect(all.sessions.length).toBe(LIFE.length - 1);

      let [points, whole, none] = [0, 0, 0];
      for (let cut = 1; cut <= operations; cut++) {
        for (const effect of [false, true]) {
          const { app, store, died, sessions } = await live(DOOR, {
            rotation,
            kind,
            cut,
            effect,
          });
          expect(died).toBe(true);
          app.pool.loss = () => undefined;
          const found = storedTokens(store);
          const next = await openApp(DOOR, {
            clock: app.clock,
            pool: app.pool,
            store: new FakeStore({ items: store.items }),
          });
          points++;
          const { session } = next;
          const restored = session.session();
          expect(restored ? tokensOf(restored) : 'nothing').toBe(found);
          if (['nothing', ...sessions].includes(found)) whole++;
          if (!restored) {
            none++;
            expect(session.state()).toEqual({ status: 'signed-out', reason: 'no-session' });
            continue;
          }
          const user = claimsOf(restored.getIdToken().getJwtToken())['sub'];
          next.api.status = ({ token }) => (next.pool.accepts(token) ? 200 : 401);
          const request = observe(next.http.get(API_URL));
          await next.clock.advance(5000);
          expect(tally([request])).toEqual({ values: 1, errors: 0, pending: 0 });
          expect(session.user()?.sub).toBe(user);
        }
      }
      figure(
        `E03 ${kind} storage, rotation ${rotation ? 'on' : 'off'}: ${whole} of ${points} cut points leave one whole session (${points - none}) or none (${none})`,
      );
      expect(points).toBe(2 * operations);
      expect(whole).toBe(points);
      expect(none).toBeGreaterThan(0);
      expect(none).toBeLessThan(points);
    },
  );
});
