// The responses to PASSWORD_VERIFIER and DEVICE_PASSWORD_VERIFIER: a signature that proves the
// password.

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

/** The `ChallengeParameters` of both challenges that this file uses. */
export interface SrpChallenge extends SrpAnswer {
  /** Base64; only Cognito can read it. */
  readonly SECRET_BLOCK?: string;
}

/** The input of a claim. */
export interface PasswordClaimInput extends SrpIdentity {
  /** The key pair whose public value was sent as `SRP_A`. */
  readonly ephemeral: SrpEphemeral;
  readonly challenge: SrpChallenge;
  /** Milliseconds since the epoch. Cognito refuses a time that is far from its own. */
  readonly now: number;
}

/**
 * `ChallengeResponses` that prove the password. The caller adds `USERNAME`, and for a device
 * `DEVICE_KEY`.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
 */
export type PasswordClaim = {
  /** Base64 of an HMAC-SHA-256. */
  readonly PASSWORD_CLAIM_SIGNATURE: string;
  /** `SECRET_BLOCK`, unchanged. */
  readonly PASSWORD_CLAIM_SECRET_BLOCK: string;
  /** Such as `Mon Jan 5 03:04:09 UTC 2026`. */
  readonly TIMESTAMP: string;
};

/**
 * Makes a claim, whether or not the password is right: only Cognito can tell.
 * @throws if the challenge lacks a parameter, or has one that no honest server sends; {@link
 *   SignInError} `INVALID_CONFIG` on a page without WebCrypto.
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
