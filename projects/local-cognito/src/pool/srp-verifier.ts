/** The pair that an SRP server stores instead of a password: a salt and g^x mod N. */
export interface SrpVerifier {
  readonly salt: bigint;
  readonly verifier: bigint;
}

/**
 * The two base64 members of ConfirmDevice's `DeviceSecretVerifierConfig`; both are unsigned
 * big-endian numbers.
 */
export function verifierOfDevice(salt: string, passwordVerifier: string): SrpVerifier {
  return { salt: number(salt), verifier: number(passwordVerifier) };
}

function number(base64: string): bigint {
  const hex = Buffer.from(base64, 'base64').toString('hex');
  return hex === '' ? 0n : BigInt(`0x${hex}`);
}
