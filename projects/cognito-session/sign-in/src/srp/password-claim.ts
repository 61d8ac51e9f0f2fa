// The answer to PASSWORD_VERIFIER and DEVICE_PASSWORD_VERIFIER: a signature that only who knows the password can make.

import { concat, encodeText, fromBase64, toBase64 } from './bytes';
import { claimTimestamp } from './claim-timestamp';
import {
  deriveSrpKey,
  type SrpAnswer,
  type SrpEphemeral,
  type SrpIdentity,
  subtle,
  unusableAnswer,
} from './srp';

/** `ChallengeParameters` of both challenges, as far as they are used here. */
export interface SrpChallenge extends SrpAnswer {
  /** Base64; only Cognito can read it. */
  readonly SECRET_BLOCK?: string;
}

/** What a claim is made of. */
export interface PasswordClaimInput extends SrpIdentity {
  /** The key pair whose public value was sent as `SRP_A`. */
  readonly ephemeral: SrpEphemeral;
  readonly challenge: SrpChallenge;
  /** Milliseconds since the epoch; Cognito refuses what is far from its own clock. */
  readonly now: number;
}

/**
 * `ChallengeResponses` that prove the password; `USERNAME`, and a device's `DEVICE_KEY`, are for the caller to add.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
 */
export interface PasswordClaim {
  /** Base64 of an HMAC-SHA-256. */
  readonly PASSWORD_CLAIM_SIGNATURE: string;
  /** `SECRET_BLOCK` as it came. */
  readonly PASSWORD_CLAIM_SECRET_BLOCK: string;
  /** Such as `Mon Jan 5 03:04:09 UTC 2026`. */
  readonly TIMESTAMP: string;
}

/**
 * Claims a password. The claim is made whether or not the password is right: only Cognito can tell.
 * @throws when the challenge lacks a parameter or holds one that no honest server sends; {@link SignInError}
 * `INVALID_CONFIG` on a page without WebCrypto.
 */
export async function claimPassword(input: PasswordClaimInput): Promise<PasswordClaim> {
  const { group, user, ephemeral, challenge, now } = input;
  const { SECRET_BLOCK } = challenge;
  if (!SECRET_BLOCK) throw unusableAnswer();
  const TIMESTAMP = claimTimestamp(now);
  const claimed = concat(encodeText(group + user), fromBase64(SECRET_BLOCK), encodeText(TIMESTAMP));
  const key = await deriveSrpKey(ephemeral, input, challenge);
  const signature = await subtle().sign('HMAC', key, claimed);
  return {
    PASSWORD_CLAIM_SIGNATURE: toBase64(new Uint8Array(signature)),
    PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
    TIMESTAMP,
  };
}
