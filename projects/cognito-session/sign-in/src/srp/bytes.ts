// Numbers and text as the bytes that Cognito hashes and sends.

/** Bytes of their own, as WebCrypto takes and gives them. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** UTF-8; half of a surrogate pair becomes U+FFFD, as it does in every client. */
export function encodeText(text: string): Bytes {
  return new TextEncoder().encode(text);
}

/** All parts, one behind the other. */
export function concat(...parts: readonly Bytes[]): Bytes {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

/** The bytes as one number without a sign, the highest byte first. */
export function toInteger(bytes: Bytes): bigint {
  return bytes.reduce((integer, byte) => (integer << 8n) | BigInt(byte), 0n);
}

/**
 * As few bytes as hold the number and a sign bit, here always 0: as Java's `BigInteger.toByteArray()` does it, and Cognito
 * wherever it hashes or sends a number.
 * @see https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/math/BigInteger.html#toByteArray()
 */
export function toBytes(integer: bigint): Bytes {
  const hex = integer.toString(16);
  const sign = hex.length % 2 ? '0' : hex >= '8' ? '00' : '';
  return Uint8Array.from((sign + hex).match(/../g) as string[], (byte) => parseInt(byte, 16));
}

/** Standard base64, with padding. */
export function toBase64(bytes: Bytes): string {
  return btoa(String.fromCharCode(...bytes));
}

/** The bytes that standard base64 stands for. Throws a `DOMException` for anything else. */
export function fromBase64(base64: string): Bytes {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
