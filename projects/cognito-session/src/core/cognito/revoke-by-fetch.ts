// Revokes a refresh token by fetch alone, for a sign-out in a page that cannot load the runtime: a
// deployment may have removed its file while the page was open.

/** The longest wait for Cognito, in milliseconds. */
const CALL_MS = 3000;

/**
 * Resolves to whether Cognito has revoked the refresh token; never rejects.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeToken.html
 */
export async function revokeByFetch(
  { endpoint, clientId }: { readonly endpoint: string; readonly clientId: string },
  refreshToken: string | undefined,
): Promise<boolean> {
  if (!refreshToken) return false;
  return fetch(endpoint, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.1',
      'X-Amz-Target': 'AWSCognitoIdentityProviderService.RevokeToken',
    },
    body: JSON.stringify({ ClientId: clientId, Token: refreshToken }),
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    // A redirect must not take the token to another host.
    redirect: 'error',
    keepalive: true,
    signal: AbortSignal.timeout(CALL_MS),
  }).then(
    ({ ok }) => ok,
    () => false,
  );
}
