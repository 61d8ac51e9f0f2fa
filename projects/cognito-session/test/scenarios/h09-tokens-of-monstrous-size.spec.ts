// H09: a token made to keep the page busy is refused with one typed error, before any work that
// grows with it. What counts is the work: a bound on milliseconds would only measure the machine.

import { firstValueFrom } from 'rxjs';
import {
  CognitoAccessToken,
  CognitoIdToken,
  CognitoUserSession,
  SessionError,
} from '../../src/public-api';
import { bareSessionService } from '../support/bare-session-service';
import { FakeStore, STORE_KEY } from '../support/fake-store';
import { makeAccessToken, makeIdToken, makeJwt } from '../support/fake-tokens';
import { figure } from '../support/figures';
import { observe } from '../support/observed';
import { DOORS, openApp } from '../support/session-app';

const DEPTH = 100_000;
const nested = (depth: number): string => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;

/** What is too long to be looked at. */
const MONSTERS: [string, () => string][] = [
  ['a token of 5 MB', () => makeIdToken({ blob: 'x'.repeat(5_000_000) })],
  ['5 MB of one letter', () => 'A'.repeat(5_000_000)],
  ['a token with a payload of 5 MB that is cut', () => makeJwt('x'.repeat(5_000_000)).slice(0, -9)],
  ['1,000,000 dots', () => '.'.repeat(1_000_000)],
  ['1,000,000 short parts', () => 'eyJh.'.repeat(1_000_000)],
  ['JSON nested 100,000 deep', () => makeJwt(nested(DEPTH))],
];

/** Short enough to be decoded, and no session all the same. */
const LARGE: [string, () => string][] = [
  ['250,000 dots', () => '.'.repeat(250_000)],
  [
    'JSON that opens 100,000 lists and closes none',
    () => makeJwt('['.repeat(90_000) + '{"a":'.repeat(10_000)),
  ],
  ['an array nested 90,000 deep', () => makeJwt(nested(90_000).slice(5, -1))],
  ['250,000 padding signs', () => `eyJh.${'='.repeat(250_000)}.x`],
];

/** How often what decoding is made of was called, and on how many characters in all. */
function watchWork(): { readonly calls: number; readonly characters: number; stop(): void } {
  const spies = [jest.spyOn(globalThis, 'atob'), jest.spyOn(JSON, 'parse')];
  const calls = () => spies.flatMap(({ mock }) => mock.calls as unknown as [string][]);
  return {
    get calls() {
      return calls().length;
    },
    get characters() {
      return calls().reduce((sum, [text]) => sum + text.length, 0);
    },
    stop: () => spies.forEach((spy) => spy.mockRestore()),
  };
}

describe.each(MONSTERS)('H09: %s', (name, make) => {
  it('gives empty claims without a look at its inside, and makes no session valid', () => {
    const text = make();
    const work = watchWork();
    const begun = performance.now();
    const id = new CognitoIdToken({ IdToken: text });
    const took = performance.now() - begun;
    expect(id.payload).toEqual({});
    expect(id.decodePayload()).toEqual({});
    expect(work.calls).toBe(0);
    work.stop();
    const AccessToken = new CognitoAccessToken({ AccessToken: makeAccessToken() });
    expect(new CognitoUserSession({ IdToken: id, AccessToken }).isValid()).toBe(false);
    figure(
      `H09 ${name}: refused undecoded, ${took <= 50 ? 'within 50 ms' : `in ${took.toFixed(0)} ms`}`,
    );
  });

  it('is refused by setSession with a short INVALID_TOKEN, and the next token is taken', async () => {
    const service = bareSessionService();
    const refused = observe(
      service.setSession({ IdToken: make(), AccessToken: makeAccessToken() }),
    );
    await Promise.resolve();
    const [error] = refused.errors;
    expect(error).toBeInstanceOf(SessionError);
    expect(error).toMatchObject({ code: 'INVALID_TOKEN' });
    expect((error as Error).message.length).toBeLessThan(200);
    const session = service.setSession({ IdToken: makeIdToken(), AccessToken: makeAccessToken() });
    expect(await firstValueFrom(session)).toBeInstanceOf(CognitoUserSession);
  });

  it('in a stored record leaves the app signed out, not dead', async () => {
    const items = new Map<string, string>();
    const first = await openApp(DOORS[0]!, { store: new FakeStore({ items }) });
    await first.signIn();
    const record = JSON.parse(items.get(STORE_KEY)!) as Record<string, unknown>;
    items.set(STORE_KEY, JSON.stringify({ ...record, idToken: make() }));
    const { session } = await openApp(DOORS[0]!, { store: new FakeStore({ items }) });
    expect(session.state()).toEqual({ status: 'signed-out', reason: 'no-session' });
  });
});

it.each(LARGE)('H09: %s are looked at once and refused', async (_name, make) => {
  const text = make();
  const work = watchWork();
  const { payload } = new CognitoIdToken({ IdToken: text });
  const { characters } = work;
  work.stop();
  expect(payload).toEqual({});
  // Once as base64, once as JSON: linear in the token's length.
  expect(characters).toBeLessThanOrEqual(2 * text.length);
  const started = observe(
    bareSessionService().setSession({ IdToken: text, AccessToken: makeAccessToken() }),
  );
  await Promise.resolve();
  expect(started.errors).toMatchObject([{ code: 'INVALID_TOKEN' }]);
});

it('H09: a stored record that is itself nested 100,000 deep leaves the app signed out', async () => {
  const items = new Map([[STORE_KEY, nested(DEPTH)]]);
  const { session } = await openApp(DOORS[0]!, { store: new FakeStore({ items }) });
  expect(session.state()).toEqual({ status: 'signed-out', reason: 'no-session' });
});
