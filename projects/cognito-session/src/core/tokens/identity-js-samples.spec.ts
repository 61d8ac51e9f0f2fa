// Published samples of amazon-cognito-identity-js's token API, verbatim except for the import: they
// must compile and run.

import {
  CognitoAccessToken,
  CognitoIdToken,
  CognitoRefreshToken,
  CognitoUserSession,
} from '../../public-api';
import { FAKE_START_MS } from '../../../test/support/fake-clock';
import { makeAccessToken, makeIdToken, USER_SUB } from '../../../test/support/fake-tokens';

/** "Manual session creation", with its placeholder tokens. */
// prettier-ignore
function manualSessionCreation(): CognitoUserSession {
// Manual session creation (rare case)
const session = new CognitoUserSession({
IdToken: new CognitoIdToken({ IdToken: "eyJ..." }),
AccessToken: new CognitoAccessToken({ AccessToken: "eyJ..." }),
RefreshToken: new CognitoRefreshToken({ RefreshToken: "eyJ..." })
});
return session;
}

/** "Understanding what information is contained in each token type". */
/* eslint-disable @typescript-eslint/restrict-template-expressions -- the sample is kept as published */
// prettier-ignore
function understandingTokenContent(session: CognitoUserSession): unknown {
// Extract user information from tokens
const idToken = session.getIdToken();
const accessToken = session.getAccessToken();
const idPayload = idToken.decodePayload();
const accessPayload = accessToken.decodePayload();
// User information
const userId = idPayload.sub;
const username = idPayload["cognito:username"];
const email = idPayload.email;
const emailVerified = idPayload.email_verified;
// Token information
const tokenExpiration = accessToken.getExpiration();
const isExpired = Date.now() >= tokenExpiration * 1000;
console.log(`User: ${username} (${email})`);
console.log(`Email verified: ${emailVerified}`);
console.log(`Token expires: ${new Date(tokenExpiration * 1000)}`);
console.log(`Token expired: ${isExpired}`);
return { userId, accessPayload };
}
/* eslint-enable @typescript-eslint/restrict-template-expressions */

/** "Manual Validation". */
/* eslint-disable @typescript-eslint/no-unnecessary-condition -- the sample is kept as published */
// prettier-ignore
function validateSession(session: CognitoUserSession): boolean {
if (!session) return false;
// Check overall session validity
if (!session.isValid()) return false;
// Check individual token expiration
const accessToken = session.getAccessToken();
const idToken = session.getIdToken();
const now = Date.now() / 1000;
if (accessToken.getExpiration() <= now) return false;
if (idToken.getExpiration() <= now) return false;
return true;
}
/* eslint-enable @typescript-eslint/no-unnecessary-condition */

/** The body of "Working with session after authentication", once a session is there. */
// prettier-ignore
function workingWithSession(session: CognitoUserSession): unknown {
// Check session validity
if (session.isValid()) {
console.log("Session is valid");
// Get tokens
const idToken = session.getIdToken();
const accessToken = session.getAccessToken();
const refreshToken = session.getRefreshToken();
// Use tokens
console.log("ID Token:", idToken.getJwtToken());
console.log("Access Token:", accessToken.getJwtToken());
// Decode token payloads
const idPayload = idToken.decodePayload();
const accessPayload = accessToken.decodePayload();
console.log("User sub:", idPayload.sub);
console.log("User email:", idPayload.email);
console.log("Token expiration:", new Date(accessToken.getExpiration() * 1000));
return { refreshToken, accessPayload };
}
return null;
}

const id = makeIdToken();
const access = makeAccessToken();
const session = new CognitoUserSession({
  IdToken: new CognitoIdToken({ IdToken: id }),
  AccessToken: new CognitoAccessToken({ AccessToken: access }),
  RefreshToken: new CognitoRefreshToken({ RefreshToken: 'opaque' }),
  ClockDrift: 0,
});
const HOUR_MS = 3_600_000;
let printed: unknown[][];

beforeEach(() => {
  jest.useFakeTimers({ now: FAKE_START_MS });
  printed = [];
  jest.spyOn(console, 'log').mockImplementation((...line: unknown[]) => void printed.push(line));
});
afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

describe('the published samples run as they are', () => {
  it('manual session creation: a session of placeholders, which is not valid', () => {
    const made = manualSessionCreation();
    expect(made.getRefreshToken().getToken()).toBe('eyJ...');
    expect(made.getIdToken().payload).toEqual({});
    expect(made.isValid()).toBe(false);
  });

  it('understanding token content: prints user and expiry', () => {
    expect(understandingTokenContent(session)).toMatchObject({
      userId: USER_SUB,
      accessPayload: { token_use: 'access', username: 'maria' },
    });
    expect(printed).toEqual([
      ['User: maria (maria@example.com)'],
      ['Email verified: true'],
      [`Token expires: ${String(new Date(FAKE_START_MS + HOUR_MS))}`],
      ['Token expired: false'],
    ]);
  });

  it('understanding token content: says when the token has expired', () => {
    jest.setSystemTime(FAKE_START_MS + HOUR_MS);
    understandingTokenContent(session);
    expect(printed.at(-1)).toEqual(['Token expired: true']);
  });

  it.each([
    [0, true],
    [HOUR_MS - 1, true],
    [HOUR_MS, false],
  ])('manual validation: %d ms after the issue it says %s', (later, valid) => {
    jest.setSystemTime(FAKE_START_MS + later);
    expect(validateSession(session)).toBe(valid);
  });

  it('manual validation: a missing session and a malformed one are not valid', () => {
    expect(validateSession(null as unknown as CognitoUserSession)).toBe(false);
    expect(validateSession(manualSessionCreation())).toBe(false);
  });

  it('working with a session: prints its tokens and claims', () => {
    workingWithSession(session);
    expect(printed).toEqual([
      ['Session is valid'],
      ['ID Token:', id],
      ['Access Token:', access],
      ['User sub:', USER_SUB],
      ['User email:', 'maria@example.com'],
      ['Token expiration:', new Date(FAKE_START_MS + HOUR_MS)],
    ]);
  });
});
