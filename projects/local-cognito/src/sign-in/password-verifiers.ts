// Makes and keeps the SRP verifiers of passwords. A name without a user gets a verifier that no
// password matches.

import { createHmac, randomBytes } from 'node:crypto';
import type { PoolUser } from '../pool/pool-user';
import { createVerifier } from '../state/srp-server';
import type { SrpVerifier } from '../pool/srp-verifier';

interface KeptVerifier {
  readonly password: string;
  readonly verifier: SrpVerifier;
}

/** The SRP verifiers of the users' passwords, made when a user first needs one. */
export class PasswordVerifiers {
  private readonly kept = new WeakMap<PoolUser, KeptVerifier>();
  private readonly secret = randomBytes(32);

  /** `poolName`: the pool's id without its region. */
  constructor(readonly poolName: string) {}

  /**
   * The verifier of the user's password. Without a user or a password it is one that no password
   * matches. Its salt is always the same: a changing salt would reveal that there is no user.
   */
  of(name: string, user: PoolUser | undefined): SrpVerifier {
    const password = user?.password ?? null;
    if (user === undefined || password === null) {
      return this.create(name, this.derived('password', name), this.derived('salt', name));
    }
    const kept = this.kept.get(user);
    if (kept?.password === password) {
      return kept.verifier;
    }
    const verifier = this.create(user.username, password);
    this.kept.set(user, { password, verifier });
    return verifier;
  }

  private create(name: string, password: string, salt?: string): SrpVerifier {
    const identity = { group: this.poolName, name };
    return createVerifier(identity, password, salt === undefined ? undefined : BigInt(`0x${salt}`));
  }

  /** 128 bits in hex, always the same for the same name. */
  private derived(purpose: string, name: string): string {
    const hmac = createHmac('sha256', this.secret).update(`${purpose} ${name.toLowerCase()}`);
    return hmac.digest('hex').slice(0, 32);
  }
}
