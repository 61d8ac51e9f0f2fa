// Revokes a refresh token with nothing but fetch, for a sign-out in a page whose lazily loaded part
// cannot be loaded: a deployment may have removed it while the page was open.

/** Longest wait for Cognito, in milliseconds. */
const CALL_MS = 3000;

/**
 * Whether Cognito revoked the refresh token; never rejects.
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
    // The token goes to the pool and nowhere else.
    redirect: 'error',
    keepalive: true,
    signal: AbortSignal.timeout(CALL_MS),
  }).then(
    ({ ok }) => ok,
    () => false,
  );
}
