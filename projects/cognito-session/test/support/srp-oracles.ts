// The clients that AWS publishes, as oracles: amazon-cognito-identity-js and Amplify, each behind
// the same few functions.

import { join } from 'node:path';
import { PRIME } from './srp-server';

const NODE_MODULES = join(__dirname, '../../../../node_modules');
/** By path, since neither package exports these files, nor types for them. */
const load = (path: string): unknown => jest.requireActual(join(NODE_MODULES, path));
const AMPLIFY = '@aws-amplify/auth/dist/cjs/providers/cognito/utils/srp';

/** The BigInteger of both packages: a number of an unknown kind that can say what it is. */
interface OracleInteger {
  toString(radix: number): string;
}
type OracleIntegerClass = new (digits: string, radix: number) => OracleInteger;
type Done<T> = (error: Error | null, value: T) => void;

/** What a test gives to both sides. */
export interface OracleCase {
  readonly group: string;
  readonly user: string;
  readonly password: string;
  readonly a: bigint;
  readonly B: string;
  readonly salt: string;
}

/** A published client: what it makes of a case, and of a device. */
export interface Oracle {
  readonly name: string;
  readonly keyOf: (each: OracleCase) => Promise<{ publicValue: string; key: Uint8Array }>;
  /** Numbers are hexadecimal, with Cognito's padding. */
  readonly deviceOf: (
    group: string,
    key: string,
  ) => Promise<{ password: string; salt: string; verifier: string }>;
  readonly timestamp: () => string;
}

interface IdentityJsHelper {
  smallAValue: OracleInteger;
  largeAValue: OracleInteger;
  calculateA(a: OracleInteger, done: Done<OracleInteger>): void;
  getPasswordAuthenticationKey(
    user: string,
    password: string,
    B: OracleInteger,
    salt: OracleInteger,
    done: Done<Uint8Array>,
  ): void;
  generateHashDevice(group: string, key: string, done: Done<null>): void;
  getRandomPassword(): string;
  getSaltDevices(): string;
  getVerifierDevices(): string;
}

export function identityJs(): Oracle {
  const at = (file: string): unknown =>
    (load(`amazon-cognito-identity-js/lib/${file}`) as { default: unknown }).default;
  const Helper = at('AuthenticationHelper') as new (group: string) => IdentityJsHelper;
  const Integer = at('BigInteger') as OracleIntegerClass;
  const Dates = at('DateHelper') as new () => { getNowString(): string };
  const outcome = <T>(start: (done: Done<T>) => void): Promise<T> =>
    new Promise((resolve, reject) => {
      start((error, value) => {
        if (error) reject(error);
        else resolve(value);
      });
    });
  return {
    name: 'amazon-cognito-identity-js',
    keyOf: async ({ group, user, password, a, B, salt }) => {
      const helper = new Helper(group);
      const smallA = (helper.smallAValue = new Integer(a.toString(16), 16));
      helper.largeAValue = await outcome((done) => helper.calculateA(smallA, done));
      const numbers = [new Integer(B, 16), new Integer(salt, 16)] as const;
      const key = await outcome<Uint8Array>((done) =>
        helper.getPasswordAuthenticationKey(user, password, ...numbers, done),
      );
      return { publicValue: helper.largeAValue.toString(16), key };
    },
    deviceOf: async (group, key) => {
      const helper = new Helper(group);
      await outcome<null>((done) => helper.generateHashDevice(group, key, done));
      return {
        password: helper.getRandomPassword(),
        salt: helper.getSaltDevices(),
        verifier: helper.getVerifierDevices(),
      };
    },
    timestamp: () => new Dates().getNowString(),
  };
}

interface AmplifyHelper {
  getPasswordAuthenticationKey(input: {
    username: string;
    password: string;
    serverBValue: OracleInteger;
    salt: OracleInteger;
  }): Promise<Uint8Array>;
  generateHashDevice(group: string, key: string): Promise<void>;
  getRandomPassword(): string;
  getSaltToHashDevices(): string;
  getVerifierDevices(): string;
}

export function amplify(): Oracle {
  const at = load(`${AMPLIFY}/BigInteger/index.js`) as { BigInteger: OracleIntegerClass };
  const { BigInteger: Integer } = at;
  const { calculateA } = load(`${AMPLIFY}/calculate/index.js`) as {
    calculateA: (input: Record<'a' | 'g' | 'N', OracleInteger>) => Promise<OracleInteger>;
  };
  const { AuthenticationHelper: Helper } = load(`${AMPLIFY}/AuthenticationHelper/index.js`) as {
    AuthenticationHelper: new (
      input: Record<'a' | 'g' | 'N' | 'A', OracleInteger> & { userPoolName: string },
    ) => AmplifyHelper;
  };
  const { getNowString } = load(`${AMPLIFY}/getNowString.js`) as { getNowString: () => string };
  const open = async (
    userPoolName: string,
    smallA: bigint,
  ): Promise<{ helper: AmplifyHelper; A: OracleInteger }> => {
    const [a, g, N] = [smallA, 2n, PRIME].map((value) => new Integer(value.toString(16), 16));
    const values = { a: a!, g: g!, N: N! };
    const A = await calculateA(values);
    return { helper: new Helper({ userPoolName, ...values, A }), A };
  };
  return {
    name: 'Amplify',
    keyOf: async ({ group, user, password, a, B, salt }) => {
      const { helper, A } = await open(group, a);
      const key = await helper.getPasswordAuthenticationKey({
        username: user,
        password,
        serverBValue: new Integer(B, 16),
        salt: new Integer(salt, 16),
      });
      return { publicValue: A.toString(16), key };
    },
    deviceOf: async (group, key) => {
      const { helper } = await open(group, 1n);
      await helper.generateHashDevice(group, key);
      return {
        password: helper.getRandomPassword(),
        salt: helper.getSaltToHashDevices(),
        verifier: helper.getVerifierDevices(),
      };
    },
    timestamp: getNowString,
  };
}

/** How both clients sign: Amplify in a function of its own. */
export const { getSignatureString } = load(`${AMPLIFY}/getSignatureString.js`) as {
  getSignatureString: (input: {
    userPoolName: string;
    username: string;
    challengeParameters: { SECRET_BLOCK: string };
    dateNow: string;
    hkdf: Uint8Array;
  }) => string;
};
