// Breaks the tokens of an answer, to test clients with an answer that they cannot use.

import { decodeJwt } from 'jose';
import type { Fault } from './faults';
import type { IssuedTokens } from '../tokens/issued-tokens';
import { JsonObject } from '../pool/json-object';
import type { SigningKeys, TokenUse } from '../tokens/signing-keys';

const members = { id: 'IdToken', access: 'AccessToken' } as const;

/** Replaces ID and access token by broken tokens and keeps the refresh token. */
export class TokenBreaker {
  constructor(
    private readonly keys: SigningKeys,
    private readonly issued: IssuedTokens,
  ) {}

  /** Breaks the tokens in a body as the fault requires; a body without tokens stays unchanged. */
  async break(body: string, { claims, token = 'both' }: Fault): Promise<string> {
    const answer = JsonObject.parse(body);
    const result = answer.object('AuthenticationResult');
    const broken: Record<string, string> = {};
    for (const use of ['id', 'access'] as const) {
      const jwt = result.text(members[use]);
      if (jwt !== undefined && (token === 'both' || token === use)) {
        broken[members[use]] = await this.brokenToken(use, jwt, claims);
      }
    }
    return Object.keys(broken).length === 0
      ? body
      : JSON.stringify({
          ...answer.toRecord(),
          AuthenticationResult: { ...result.toRecord(), ...broken },
        });
  }

  /** Signed by the pool's own key: only the claims are wrong. */
  private async brokenToken(use: TokenUse, jwt: string, claims: Fault['claims']): Promise<string> {
    if (claims === undefined) {
      return `undecodable-${use}-token`;
    }
    const spoiled = Object.entries({ ...decodeJwt(jwt), ...claims }).filter(
      ([, value]) => value !== null,
    );
    const broken = await this.keys.sign(use, Object.fromEntries(spoiled));
    const family = this.issued.find(jwt)?.family;
    if (family !== undefined) {
      this.issued.add(broken, use, family);
    }
    return broken;
  }
}
