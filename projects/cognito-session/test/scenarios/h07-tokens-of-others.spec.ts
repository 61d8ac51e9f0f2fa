// H07: tokens that another pool, client, use or user belongs to make no session; the error names
// token and claim.

import type { AuthenticationResultType } from '@aws-sdk/client-cognito-identity-provider';
import { firstValueFrom } from 'rxjs';
import {
  CognitoAccessToken,
  CognitoIdToken,
  CognitoUserSession,
  SessionError,
} from '../../src/public-api';
import { bareSessionService } from '../support/bare-session-service';
import {
  type Claims,
  issuerOf,
  makeAccessToken,
  makeIdToken,
  makeJwt,
  makeTokens,
} from '../support/fake-tokens';
import { configWith } from '../support/good-config';

type Tokens = AuthenticationResultType;

/** Good tokens, but for these claims. */
const idWith = (claims: Claims) => (): Tokens => ({
  ...makeTokens(),
  IdToken: makeIdToken(claims),
});
const accessWith = (claims: Claims) => (): Tokens => ({
  ...makeTokens(),
  AccessToken: makeAccessToken(claims),
});
/** A good ID token with another header. */
const signedWith = (header: unknown) => (): Tokens => {
  const [, payload, signature] = makeIdToken().split('.');
  const [first] = makeJwt({}, header).split('.');
  return { ...makeTokens(), IdToken: [first, payload, signature].join('.') };
};

const FOREIGN: [string, () => Tokens, RegExp][] = [
  ['an ID token of another client', idWith({ aud: 'other' }), /IdToken: aud must be/],
  ['an ID token without client', idWith({ aud: undefined }), /IdToken: aud must be/],
  [
    'an ID token for several clients',
    idWith({ aud: ['1h57kf5cpq17m0eml12EXAMPLE'] }),
    /IdToken: aud/,
  ],
  [
    'an access token of another client',
    accessWith({ client_id: 'x' }),
    /AccessToken: client_id must/,
  ],
  [
    'an ID token of another pool',
    idWith({ iss: issuerOf('eu-west-1_Other') }),
    /IdToken: iss must be/,
  ],
  [
    'an access token of another pool',
    accessWith({ iss: issuerOf('eu-west-1_Other') }),
    /AccessToken: iss must be/,
  ],
  [
    'an issuer whose host only looks like AWS’s',
    idWith({ iss: 'https://cognito-idp.eu-west-1.amazonaws.com.evil.com/eu-west-1_AbCdEfGhI' }),
    /IdToken: iss/,
  ],
  [
    'an issuer with the pool behind another one',
    idWith({ iss: `${issuerOf('eu-west-1_Other')}/eu-west-1_AbCdEfGhI` }),
    /IdToken: iss/,
  ],
  ['an issuer of another region', idWith({ iss: issuerOf('eu-west-2_AbCdEfGhI') }), /IdToken: iss/],
  ['an issuer that is no text', idWith({ iss: 5 }), /IdToken: iss/],
  [
    'an access token as ID token',
    idWith({ token_use: 'access' }),
    /IdToken: token_use must be "id"/,
  ],
  [
    'an ID token as access token',
    accessWith({ token_use: 'id' }),
    /AccessToken: token_use must be/,
  ],
  [
    'both tokens swapped',
    () => ({ IdToken: makeAccessToken(), AccessToken: makeIdToken() }),
    /IdToken: token_use/,
  ],
  ['tokens of two users', accessWith({ sub: 'someone-else' }), /AccessToken: sub must be that of/],
  ['an ID token without user', idWith({ sub: undefined }), /IdToken: sub must be/],
  ['a user that is no text', idWith({ sub: 7 }), /IdToken: sub must be/],
  ['alg none', signedWith({ alg: 'none' }), /IdToken: it must be a signed JWT/],
  ['alg None', signedWith({ alg: 'nONE' }), /IdToken: it must be a signed JWT/],
  ['no alg', signedWith({ kid: 'x' }), /IdToken: it must be a signed JWT/],
  ['alg true', signedWith({ alg: true }), /IdToken: it must be a signed JWT/],
  ['alg that is a list', signedWith({ alg: ['RS256'] }), /IdToken: it must be a signed JWT/],
  ['a header that is no object', signedWith(null), /IdToken: it must be a signed JWT/],
  [
    'an empty signature',
    () => ({ ...makeTokens(), IdToken: makeIdToken().replace(/[^.]+$/, '') }),
    /IdToken/,
  ],
  ['no ID token', () => ({ AccessToken: makeAccessToken() }), /IdToken/],
  ['no access token', () => ({ IdToken: makeIdToken() }), /AccessToken/],
  ['no tokens', () => ({}), /IdToken/],
  ['an empty refresh token', () => ({ ...makeTokens(), RefreshToken: '' }), /RefreshToken must be/],
  [
    'a refresh token that is no text',
    () => ({ ...makeTokens(), RefreshToken: 5 as unknown as string }),
    /RefreshToken must be/,
  ],
  ['null', () => null as unknown as Tokens, /IdToken/],
  ['undefined', () => undefined as unknown as Tokens, /IdToken/],
  ['a string', () => makeIdToken() as unknown as Tokens, /IdToken/],
];

describe('H07', () => {
  it.each(FOREIGN)('setSession refuses %s', async (_name, make, message) => {
    const service = bareSessionService();
    const tokens = make();
    const error = await firstValueFrom(service.setSession(tokens)).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(SessionError);
    expect(error).toMatchObject({ code: 'INVALID_TOKEN' });
    expect((error as Error).message).toMatch(message);
    // The library's own words name the claim, never a part of a token.
    expect((error as Error).message).not.toMatch(/eyJ|refresh-\d/);
    expect(service.session()).toBeNull();
  });

  it.each(FOREIGN)('a session that exists survives %s', async (_name, make) => {
    const service = bareSessionService();
    const session = await firstValueFrom(service.setSession(makeTokens()));
    await expect(firstValueFrom(service.setSession(make()))).rejects.toBeInstanceOf(SessionError);
    expect(service.session()).toBe(session);
  });

  it('setSession refuses a hand-made session of another client just the same', async () => {
    const session = new CognitoUserSession({
      IdToken: new CognitoIdToken({ IdToken: makeIdToken({ aud: 'other' }) }),
      AccessToken: new CognitoAccessToken({ AccessToken: makeAccessToken() }),
    });
    await expect(firstValueFrom(bareSessionService().setSession(session))).rejects.toMatchObject({
      code: 'INVALID_TOKEN',
    });
  });

  it('tokens issued at a configured endpoint are this pool’s', async () => {
    const endpoint = 'http://127.0.0.1:9229';
    const service = bareSessionService(configWith({ endpoint }));
    const tokens = makeTokens({ iss: `${endpoint}/eu-west-1_AbCdEfGhI` });
    await firstValueFrom(service.setSession(tokens));
    expect(service.isAuthenticated()).toBe(true);
  });

  it.each(['\r\nX: y', '\0', 'é', '\u2028', ' '])(
    'H08: a token with %j behind it makes no session, so it never reaches a header',
    async (wrong) => {
      const tokens = { ...makeTokens(), IdToken: makeIdToken() + wrong };
      await expect(firstValueFrom(bareSessionService().setSession(tokens))).rejects.toMatchObject({
        code: 'INVALID_TOKEN',
      });
    },
  );

  it('a margin as long as the tokens live is a wrong setting, told at sign-in', async () => {
    const service = bareSessionService(configWith({ refreshMarginSeconds: 3600 }));
    await expect(firstValueFrom(service.setSession(makeTokens()))).rejects.toMatchObject({
      code: 'INVALID_CONFIG',
      message: expect.stringContaining('refreshMarginSeconds must be shorter') as string,
    });
  });
});
