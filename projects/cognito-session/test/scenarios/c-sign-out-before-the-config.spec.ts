// C08 for an app that gets its config first: a sign-out that is asked for meanwhile comes before
// any guard's decision.

import { TestBed } from '@angular/core/testing';
import { UrlSegment, UrlTree } from '@angular/router';
import { provideCognitoSession } from '../../src/provide-cognito-session';
import type { CognitoSessionConfig } from '../../src/public-api';
import { sessionGuard } from '../../src/session-guard';
import { API_URL } from '../support/fake-api';
import { FakeClock } from '../support/fake-clock';
import { FakePool } from '../support/fake-pool';
import { FakeStore } from '../support/fake-store';
import { CLIENT_ID, POOL_ID } from '../support/fake-tokens';
import { observe } from '../support/observed';
import { type Door, DOORS, openApp } from '../support/session-app';

const PROMPT_MS = 100;
const CONFIG = { userPoolId: POOL_ID, clientId: CLIENT_ID, apis: [API_URL] };

/** What an earlier page of the app stored. */
async function storedSession(
  door: Door,
  clock: FakeClock,
  pool: FakePool,
): Promise<Map<string, string>> {
  const store = new FakeStore();
  const { signIn } = await openApp(door, { clock, pool, store });
  await signIn();
  return store.items;
}

/** A door whose config comes from a function, when the test says so. */
function doorWithLateConfig(door: Door): { door: Door; arrive: () => void } {
  let arrive = (): void => undefined;
  const config = new Promise<CognitoSessionConfig>((resolve) => {
    arrive = () => resolve(CONFIG);
  });
  return {
    arrive: () => arrive(),
    door: {
      ...door,
      provide: (_config, ...features) => [
        door.provide(CONFIG, ...features),
        provideCognitoSession(() => config, ...features),
      ],
    },
  };
}

describe.each(DOORS)('with $door and a config that a function gets', (each) => {
  it('C08: signed out before the config is there, a guard that has waited since says no', async () => {
    const clock = new FakeClock();
    const pool = new FakePool(clock);
    const items = await storedSession(each, clock, pool);
    const { door, arrive } = doorWithLateConfig(each);
    const app = await openApp(door, { clock, pool, store: new FakeStore({ items }) });
    const decision = observe(
      TestBed.runInInjectionContext(() => sessionGuard({}, [new UrlSegment('orders', {})])),
    );
    app.session.signOut();
    await clock.advance(1000);
    expect(app.session.state()).toEqual({ status: 'restoring' });

    arrive();
    await clock.advance(PROMPT_MS);
    expect(decision.values).toHaveLength(1);
    expect(decision.values[0]).toBeInstanceOf(UrlTree);
    expect(app.session.isAuthenticated()).toBe(false);
    expect([...items.keys()]).toEqual([]);
  });
});
