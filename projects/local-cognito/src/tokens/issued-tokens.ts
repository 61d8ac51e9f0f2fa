// Records the ID and access tokens that the emulator signed, and the session of each.

import { createHash } from 'node:crypto';
import type { TokenFamily } from './refresh-tokens';
import type { TokenUse } from './signing-keys';

/** The record of an ID or access token that the emulator signed. */
export interface IssuedToken {
  readonly use: TokenUse;
  readonly family: TokenFamily;
  /** Position in the order of issue, from 1. */
  readonly sequence: number;
}

/** The register of signed tokens; keeps their hashes only. */
export class IssuedTokens {
  private readonly byHash = new Map<string, IssuedToken>();
  private issued = 0;

  /** How many tokens were issued so far: the sequence of the latest. */
  get count(): number {
    return this.issued;
  }

  add(token: string, use: TokenUse, family: TokenFamily): void {
    this.issued += 1;
    this.byHash.set(hash(token), { use, family, sequence: this.issued });
  }

  find(token: string): IssuedToken | undefined {
    return this.byHash.get(hash(token));
  }

  /** Forgets the tokens; the numbering goes on. */
  reset(): void {
    this.byHash.clear();
  }
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}
