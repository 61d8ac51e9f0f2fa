// Rotation: the refresh token of an answer is the only good one from now on, even when a check
// fails the rest.

import { json } from '../support/fake-pool';
import { makeJwt, type FakeTokens } from '../support/fake-tokens';
import { EXPIRED_MS, eventsOf, openSignedInTab, stateOf } from '../support/manager-tab';
import { codeOf, observe } from '../support/observed';

type Spoil = (tokens: FakeTokens) => Record<string, unknown>;

/** The same token with other claims. */
const withClaims =
  (claims: Record<string, unknown>): Spoil =>
  (tokens) => {
    const [, payload = ''] = tokens.IdToken.split('.');
    const own = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    return { ...tokens, IdToken: makeJwt({ ...own, ...claims }) };
  };

const SPOILT: readonly (readonly [string, Spoil])[] = [
  ['exp is text', withClaims({ exp: '2030' })],
  ['iss is of another pool', withClaims({ iss: 'https://evil.example' })],
  ['iat lies after exp', withClaims({ iat: 9_999_999_999 })],
  ['aud is of another client', withClaims({ aud: 'other' })],
  ['a token cannot be decoded', (tokens) => ({ ...tokens, AccessToken: 'broken' })],
  ['a token is no text', (tokens) => ({ ...tokens, IdToken: 5 })],
  ['there is nothing else in it', ({ RefreshToken }) => ({ RefreshToken })],
];

describe('G12 an answer that fails a check, rotation on', () => {
  it.each(SPOILT)(
    'G12 %s: its refresh token is kept, and the next refresh succeeds',
    async (_name, spoil) => {
      const tab = await openSignedInTab();
      tab.pool.rotation = true;
      await tab.clock.advance(EXPIRED_MS - 30_000);
      tab.pool.spoilNext(spoil);
      const failed = observe(tab.manager.acquire());
      await tab.clock.advance(100);
      expect(failed.errors).toHaveLength(1);
      expect(['INVALID_TOKEN', 'REFRESH_UNAVAILABLE']).toContain(codeOf(failed.errors[0]));
      expect(stateOf(tab)).toBe('signed-in');
      expect(eventsOf(tab)).toEqual(['refresh-failed']);
      const again = observe(tab.manager.refresh());
      await tab.clock.advance(100);
      expect(again.values).toMatchObject([{ revision: 2 }]);
      expect(tab.pool.reused).toBe(0);
      expect(tab.pool.count('RevokeToken')).toBe(0);
    },
  );

  it('G12 another tab finds the refresh token that was kept', async () => {
    const tab = await openSignedInTab();
    tab.pool.rotation = true;
    const { AccessToken, RefreshToken } = tab.pool.issue();
    tab.pool.next('GetTokensFromRefreshToken', () =>
      json(200, { AuthenticationResult: { AccessToken, RefreshToken, IdToken: 'x' } }),
    );
    observe(tab.manager.refresh());
    await tab.clock.advance(100);
    expect(tab.record()).toMatchObject({ revision: 1, refreshToken: RefreshToken });
    expect(tab.channel.posted).toEqual([{ type: 'changed' }]);
  });

  it('G12 tokens of another user end the session, and their refresh token is revoked', async () => {
    const tab = await openSignedInTab();
    const others = tab.pool.issue({ sub: 'other' });
    tab.pool.next('GetTokensFromRefreshToken', () => json(200, { AuthenticationResult: others }));
    const asked = observe(tab.manager.refresh());
    await tab.clock.advance(100);
    expect(codeOf(asked.errors[0])).toBe('SESSION_EXPIRED');
    expect(stateOf(tab)).toBe('signed-out: refused');
    expect(tab.record()).toBeUndefined();
    expect(tab.pool.calls.at(-1)).toMatchObject({
      operation: 'RevokeToken',
      input: { Token: others.RefreshToken },
    });
  });
});
