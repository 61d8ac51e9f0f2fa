// Calls the pool and the API by plain HTTP, so that specs see each status, header and body.

import type { LocalCognito } from '../../src/local-cognito';

/** An answer of the pool or the API. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** The tokens of a sign-in or refresh. */
export interface RawTokens {
  readonly IdToken: string;
  readonly AccessToken: string;
  readonly RefreshToken: string;
  readonly ExpiresIn: number;
}

/** Speaks the wire protocol without any AWS client in between. */
export class RawClient {
  constructor(private readonly local: LocalCognito) {}

  async call(operation: string, input: object): Promise<RawAnswer> {
    return read(
      await fetch(this.local.poolUrl, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/x-amz-json-1.1',
          'X-Amz-Target': `AWSCognitoIdentityProviderService.${operation}`,
        },
        body: JSON.stringify(input),
      }),
    );
  }

  passwordAuth(username: string, password = 'Passw0rd!'): Promise<RawAnswer> {
    return this.call('InitiateAuth', {
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: this.local.clientId,
      AuthParameters: { USERNAME: username, PASSWORD: password },
    });
  }

  async signIn(username = 'ana'): Promise<RawTokens> {
    return tokensOf(await this.passwordAuth(username));
  }

  refresh(RefreshToken: string): Promise<RawAnswer> {
    return this.call('GetTokensFromRefreshToken', { ClientId: this.local.clientId, RefreshToken });
  }

  oldRefresh(refreshToken: string): Promise<RawAnswer> {
    return this.call('InitiateAuth', {
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      ClientId: this.local.clientId,
      AuthParameters: { REFRESH_TOKEN: refreshToken },
    });
  }

  revoke(Token: string): Promise<RawAnswer> {
    return this.call('RevokeToken', { ClientId: this.local.clientId, Token });
  }

  async api(path: string, token?: string, init: RequestInit = {}): Promise<RawAnswer> {
    const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
    return read(await fetch(new URL(path, this.local.apiUrl), { ...init, headers }));
  }

  async control(verb: string, body: object = {}): Promise<RawAnswer> {
    const url = new URL(`control/${verb}`, this.local.poolUrl);
    return read(await fetch(url, { method: 'POST', body: JSON.stringify(body) }));
  }
}

/** The tokens in an answer of InitiateAuth or GetTokensFromRefreshToken. */
export function tokensOf(answer: RawAnswer): RawTokens {
  if (answer.body['AuthenticationResult'] === undefined) {
    throw new Error(`expected tokens, got ${JSON.stringify(answer.body)}`);
  }
  return answer.body['AuthenticationResult'] as RawTokens;
}

async function read(response: Response): Promise<RawAnswer> {
  const text = await response.text();
  const body = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : { text };
  return { status: response.status, headers: response.headers, body };
}
