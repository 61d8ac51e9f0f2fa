// A passkey of a user, as the pool keeps it.

/** A passkey that a user has registered. */
export interface Passkey {
  /** base64url */
  readonly id: string;
  /** COSE key */
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly transports: readonly string[];
  readonly attachment: string | undefined;
  readonly friendlyName: string;
  readonly relyingPartyId: string;
  /** Milliseconds since epoch, by the emulator's clock. */
  readonly createdAt: number;
  /** How often the authenticator says it has signed. */
  counter: number;
}
