// Converts numbers and texts into the bytes that Cognito hashes and sends, and back.

/** Bytes with a buffer of their own, as WebCrypto takes and gives them. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** UTF-8. Half of a surrogate pair becomes U+FFFD, as in every client. */
export function encodeText(text: string): Bytes {
  return new TextEncoder().encode(text);
}

/** All parts, one after the other. */
export function concat(...parts: readonly Bytes[]): Bytes {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

/** The bytes as an unsigned number, the highest byte first. */
export function toInteger(bytes: Bytes): bigint {
  return bytes.reduce((integer, byte) => (integer << 8n) | BigInt(byte), 0n);
}

/**
 * The fewest bytes that hold the number and a sign bit, which is always 0 here. Java's
 * `BigInteger.toByteArray()` gives the same bytes, and Cognito hashes and sends them for a number.
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

/** The bytes of a standard base64 text. Throws a `DOMException` for anything else. */
export function fromBase64(base64: string): Bytes {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
