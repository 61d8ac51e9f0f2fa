// Tokens that the emulated pool gave to somebody else than the library, as to an app's own sign-in.

import type { LocalCognito } from 'local-cognito';
import type { TokenSet } from './self-made-tokens';

/** Signs ana in with her password. */
export async function tokensFromPool({ poolUrl, clientId }: LocalCognito): Promise<TokenSet> {
  const answer = await fetch(poolUrl, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.1',
      'X-Amz-Target': 'AWSCognitoIdentityProviderService.InitiateAuth',
    },
    body: JSON.stringify({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'ana', PASSWORD: 'Passw0rd!' },
    }),
  });
  const { AuthenticationResult } = (await answer.json()) as { AuthenticationResult: TokenSet };
  return AuthenticationResult;
}
