// A session as one line of text, to compare what is stored with what was ever in memory: any
// mixture of two sessions gives a line that no session has.

import type { CognitoUserSession } from '../../src/core/tokens/cognito-user-session';
import type { FakeStore } from './fake-store';
import { STORE_KEY } from './fake-store';

/** The tokens of a session. */
export function tokensOf(session: CognitoUserSession): string {
  return [
    session.getIdToken().getJwtToken(),
    session.getAccessToken().getJwtToken(),
    session.getRefreshToken().getToken(),
  ].join(' ');
}

/** The tokens of the stored record; `'nothing'` when there is none. */
export function storedTokens({ items }: FakeStore): string {
  const raw = items.get(STORE_KEY);
  if (raw === undefined) return 'nothing';
  const record = JSON.parse(raw) as Record<string, unknown>;
  return [record['idToken'], record['accessToken'], record['refreshToken']].join(' ');
}
