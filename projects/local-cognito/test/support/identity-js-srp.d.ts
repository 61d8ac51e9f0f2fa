/** The parts of amazon-cognito-identity-js that it does not declare. */
declare module 'amazon-cognito-identity-js/lib/AuthenticationHelper' {
  import type BigInteger from 'amazon-cognito-identity-js/lib/BigInteger';

  export default class AuthenticationHelper {
    constructor(poolName: string);
    readonly largeAValue: BigInteger;
    getPasswordAuthenticationKey(
      username: string,
      password: string,
      serverBValue: BigInteger,
      salt: BigInteger,
      callback: (error: Error | null, key: Uint8Array) => void,
    ): void;
    generateHashDevice(
      deviceGroupKey: string,
      deviceKey: string,
      callback: (error: Error | null) => void,
    ): void;
    getRandomPassword(): string;
    /** Hexadecimal, as is the next. */
    getSaltDevices(): string;
    getVerifierDevices(): string;
  }
}

declare module 'amazon-cognito-identity-js/lib/BigInteger' {
  export default class BigInteger {
    constructor(text: string, radix: number);
    toString(radix: number): string;
  }
}
