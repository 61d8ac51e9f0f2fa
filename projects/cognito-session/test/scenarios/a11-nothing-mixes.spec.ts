// A11: two sessions on one page, the second in a lazy route: keys, events and requests stay apart.

import {
  HttpBackend,
  HttpClient,
  provideHttpClient,
  withInterceptors,
  withRequestsMadeViaParent,
} from '@angular/common/http';
import { TestBed } from '@angular/core/testing';
import {
  sessionInterceptor,
  SessionHistory,
  SessionService,
  withHistory,
} from '../../src/public-api';
import { API_URL, FakeApi } from '../support/fake-api';
import { observe } from '../support/observed';
import { API_B, type HttpFeatures, TwoPools, visitB } from '../support/two-pools';

let pools: TwoPools;
beforeEach(() => (pools = new TwoPools()));
afterEach(() => pools.close());

it('A11: keys, events, histories and sign-outs of the two are apart', async () => {
  const { poolA, poolB, storeA, storeB } = pools;
  const a = await pools.openA(pools.sessionB(undefined, [withHistory()]), [withHistory()]);
  const b = await visitB();
  const sessionB = b.get(SessionService);
  const events = [observe(a.session.events$), observe(sessionB.events$)];
  await a.signIn();
  await pools.signIn(b, poolB);
  const key = 'ngx-cognito-session';
  expect([...storeA.items.keys()]).toEqual([`${key}.${poolA.userPoolId}.${poolA.clientId}`]);
  expect([...storeB.items.keys()]).toEqual([`${key}.${poolB.userPoolId}.${poolB.clientId}`]);

  a.session.signOut();
  await pools.clock.advance(5000);
  const types = events.map(({ values }) => values.map(({ type }) => type));
  expect(types).toEqual([['signed-in', 'signed-out'], ['signed-in']]);
  const histories = [TestBed.inject(SessionHistory), b.get(SessionHistory)];
  expect(histories.map((each) => each.entries().map(({ type }) => type))).toEqual(types);
  expect([a.session.isAuthenticated(), sessionB.isAuthenticated()]).toEqual([false, true]);
  expect([storeA.items.size, storeB.items.size]).toEqual([0, 1]);
  expect([poolA.count('RevokeToken'), poolB.calls.length]).toEqual([1, 0]);
});

const WAYS: [string, HttpFeatures][] = [
  ['by itself', []],
  ['by way of the parent', [withRequestsMadeViaParent()]],
];
it.each(WAYS)(
  "A11: the route's HttpClient, %s, sends the route's token and refreshes that session",
  async (_way, features) => {
    const http = [
      provideHttpClient(withInterceptors([sessionInterceptor]), ...features),
      { provide: FakeApi, useFactory: () => TestBed.inject(FakeApi) },
      // The parent's interceptors come after the route's own, in front of the parent's backend.
      ...(features.length ? [] : [{ provide: HttpBackend, useExisting: FakeApi }]),
    ];
    const a = await pools.openA(pools.sessionB(undefined, [], http));
    const b = await visitB();
    const oldA = (await a.signIn()).getIdToken().getJwtToken();
    const oldB = await pools.signIn(b, pools.poolB);
    a.api.status = ({ token }) => (token === oldA || token === oldB ? 401 : 200);
    const asked = [
      observe(a.http.get(`${API_URL}orders`)),
      observe(b.get(HttpClient).get(`${API_B}orders`)),
    ];
    await pools.clock.advance(1000);
    expect(asked.map(({ values }) => values.length)).toEqual([1, 1]);
    const [newA, newB] = [a.session, b.get(SessionService)].map((session) =>
      session.idToken()?.getJwtToken(),
    );
    const tokensOf = (api: string): (string | null)[] =>
      a.api.calls.filter(({ url }) => url.startsWith(api)).map(({ token }) => token);
    expect(tokensOf(API_URL)).toEqual([oldA, newA]);
    expect(tokensOf(API_B)).toEqual([oldB, newB]);
    expect([pools.poolA.refreshes, pools.poolB.refreshes]).toEqual([1, 1]);
    expect(new Set([oldA, newA, oldB, newB]).size).toBe(4);
  },
);
