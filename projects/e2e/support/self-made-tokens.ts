// Tokens that nobody signed, of a pool at AWS. The library verifies no signature, so a test can
// hold a session of a pool whose endpoint is any address, also one where nothing answers.

import type { LocalCognito } from 'local-cognito';
import type { AppTab } from './app-tab';

/** Tokens as Cognito's answers hold them. */
export interface TokenSet {
  readonly IdToken: string;
  readonly AccessToken: string;
  readonly RefreshToken: string;
}

type Pool = Pick<LocalCognito, 'userPoolId' | 'clientId'>;

const HOUR_SECONDS = 3600;
let made = 0;

/** A new set for the configured pool and client, good for an hour. */
export function makeTokens({ userPoolId, clientId }: Pool, user = 'ana'): TokenSet {
  const iat = Math.floor(Date.now() / 1000);
  const [region = ''] = userPoolId.split('_');
  const shared = {
    sub: `sub-of-${user}`,
    iss: `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`,
    iat,
    exp: iat + HOUR_SECONDS,
    jti: `set-${++made}`,
  };
  return {
    IdToken: jwt({ ...shared, token_use: 'id', aud: clientId, name: user }),
    AccessToken: jwt({ ...shared, token_use: 'access', client_id: clientId, username: user }),
    RefreshToken: `refresh-token-${made}-of-${user}`,
  };
}

/** Makes the app in `tab` hold these tokens, as if it had got them by a sign-in of its own. */
export async function startSession(tab: AppTab, tokens: TokenSet): Promise<void> {
  await tab.page.evaluate(
    (tokens) =>
      new Promise((resolve, reject) => {
        window.session.setSession(tokens).subscribe({ next: resolve, error: reject });
      }).then(() => undefined),
    tokens,
  );
}

function jwt(payload: object): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256', kid: 'self-made' })}.${part(payload)}.${'s'.repeat(342)}`;
}
