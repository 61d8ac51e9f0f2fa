// Starts the SRP exchanges of a sign-in and checks their proofs, for passwords and for devices.

import { refusals } from '../pool/cognito-error';
import type { PasswordVerifiers } from './password-verifiers';
import type { PoolParts } from '../state/pool-parts';
import type { SignInProgress } from '../state/sign-in-progress';
import { readPublicValue, SrpExchange, type SrpIdentity } from '../state/srp-server';
import { readTimestamp } from './srp-timestamp';
import type { SrpVerifier } from '../pool/srp-verifier';

const toleranceMs = 15 * 60 * 1000;

/** SRP for users' passwords and devices' secrets. */
export class SrpChallenges {
  constructor(
    private readonly parts: PoolParts,
    private readonly passwords: PasswordVerifiers,
  ) {}

  /**
   * Begins the proof of a user's password. An unknown name gets a verifier that no password
   * matches.
   */
  passwordExchange(username: string, clientValue: string | undefined): SrpExchange {
    const user = this.parts.users.find(username);
    const identity = { group: this.passwords.poolName, name: username };
    return this.exchange(identity, this.passwords.of(username, user), clientValue);
  }

  /** Begins the proof of any secret; `clientValue` is `SRP_A`. */
  exchange(
    identity: SrpIdentity,
    verifier: SrpVerifier,
    clientValue: string | undefined,
  ): SrpExchange {
    if (clientValue === undefined) {
      throw refusals.missingAuthParameter('SRP_A');
    }
    const value = readPublicValue(clientValue);
    if (value === null) {
      throw refusals.invalidSrpValue();
    }
    return new SrpExchange(identity, verifier, value);
  }

  /** Do the responses prove the secret at this time? Throws if one is missing. */
  isProof(progress: SignInProgress, responses: Readonly<Record<string, string>>): boolean {
    const proof = {
      secretBlock: required(responses, 'PASSWORD_CLAIM_SECRET_BLOCK'),
      timestamp: required(responses, 'TIMESTAMP'),
      signature: required(responses, 'PASSWORD_CLAIM_SIGNATURE'),
    };
    return this.isRecent(proof.timestamp) && progress.srp?.accepts(proof) === true;
  }

  /** Checks by the pool's clock. Not confirmed: the difference that the service allows. */
  private isRecent(timestamp: string): boolean {
    const at = readTimestamp(timestamp);
    return at !== null && Math.abs(this.parts.clock.now() - at) <= toleranceMs;
  }
}

function required(responses: Readonly<Record<string, string>>, name: string): string {
  const value = responses[name];
  if (value === undefined) {
    throw refusals.missingAuthParameter(name);
  }
  return value;
}
