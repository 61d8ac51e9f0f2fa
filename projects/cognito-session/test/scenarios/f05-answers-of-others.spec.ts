// F05: something on the way answers in Cognito's place, with 200. It says nothing about the
// session.

import { API_URL } from '../support/fake-api';
import { FakeClock } from '../support/fake-clock';
import { FakePool, type WireAnswer } from '../support/fake-pool';
import { FakeStore, STORE_KEY } from '../support/fake-store';
import { LIFETIME_SECONDS } from '../support/fake-tokens';
import { codesOf, observe, observeMany, tally } from '../support/observed';
import { DOOR_GATEWAY_PAIRS, openApp } from '../support/session-app';

const EXPIRED_MS = (LIFETIME_SECONDS + 30) * 1000;
const JSON_TYPE = 'application/x-amz-json-1.1';

const answer = (status: number, body: string, type = JSON_TYPE): WireAnswer => ({
  status,
  headers: { 'content-type': type },
  body,
});
const PAGE = '<!doctype html><title>Welcome</title><form action="/login">';
const answers: { what: string; wire: WireAnswer; code?: string }[] = [
  { what: '200 with the HTML of a captive portal', wire: answer(200, PAGE, 'text/html') },
  { what: '200 with HTML that calls itself JSON', wire: answer(200, PAGE) },
  { what: '200 with an empty body', wire: answer(200, '') },
  { what: '200 with cut JSON', wire: answer(200, '{"AuthenticationResult":{"IdToken":"eyJra') },
  { what: '200 with JSON of something else', wire: answer(200, '{"status":"ok"}') },
  {
    what: '200 with an empty AuthenticationResult',
    wire: answer(200, '{"AuthenticationResult":{}}'),
  },
  {
    what: '200 with tokens that were cut',
    wire: answer(200, '{"AuthenticationResult":{"IdToken":"eyJra.eyJz","AccessToken":"eyJra"}}'),
    code: 'INVALID_TOKEN',
  },
  { what: '200 with a JSON array', wire: answer(200, '[]') },
  { what: '200 with null', wire: answer(200, 'null') },
  { what: '204', wire: answer(204, '') },
];

describe.each(DOOR_GATEWAY_PAIRS)('with $door and $gateway', (variant) => {
  it.each(answers)(
    'F05: a refresh answered $what passes: the session is kept, nothing is stored, and it works later',
    async ({ wire, code = 'REFRESH_UNAVAILABLE' }) => {
      const clock = new FakeClock();
      const pool = new FakePool(clock);
      const store = new FakeStore();
      const { api, http, session, signIn } = await openApp(variant, { clock, pool, store });
      const before = await signIn();
      const record = store.items.get(STORE_KEY);
      const writes = (): number => store.operations.filter(({ kind }) => kind !== 'get').length;
      const writesBefore = writes();
      await clock.advance(EXPIRED_MS);
      const events = observe(session.events$);
      pool.always('GetTokensFromRefreshToken', () => wire);

      const requests = observeMany(10, () => http.get(API_URL));
      await clock.advance(25_000);
      expect(tally(requests)).toEqual({ values: 0, errors: 10, pending: 0 });
      expect(codesOf(requests)).toEqual([code]);
      expect(pool.refreshes).toBeLessThanOrEqual(3);
      expect(session.session()).toBe(before);
      expect(store.items.get(STORE_KEY)).toBe(record);
      expect(writes()).toBe(writesBefore);
      expect(api.calls).toEqual([]);
      expect(events.values.map(({ type }) => type)).toEqual(['refresh-failed']);

      pool.always('GetTokensFromRefreshToken');
      await clock.advance(60_000);
      const later = observe(http.get(API_URL));
      await clock.advance(5000);
      expect(tally([later])).toEqual({ values: 1, errors: 0, pending: 0 });
    },
  );
});
