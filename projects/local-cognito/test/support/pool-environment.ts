// A Node environment for specs that start pools. A pool needs two RSA keys, and making them takes
// longer than most specs, so all files of a Jest worker share them. Four pools of one file have
// different keys; the fifth has those of the first.

import NodeEnvironment from 'jest-environment-node';
import { webcrypto } from 'node:crypto';

type GenerateKey = (
  algorithm: { readonly name: string },
  extractable: boolean,
  usages: readonly string[],
) => Promise<object>;

const generateKey = webcrypto.subtle.generateKey.bind(webcrypto.subtle) as unknown as GenerateKey;

/** The keys of four pools. Jest loads this module once for all files of a worker. */
const sharedKeys: Promise<object>[] = [];
const MOST_KEYS = 8;

/** A `generateKey` for one file. Its RSA keys are the shared ones, in turn. */
function shareKeys(): GenerateKey {
  let made = 0;
  return (algorithm, ...rest) =>
    algorithm.name === 'RSASSA-PKCS1-v1_5'
      ? (sharedKeys[made++ % MOST_KEYS] ??= generateKey(algorithm, ...rest))
      : generateKey(algorithm, ...rest);
}

/** The same object with other members; its own methods keep their `this`. */
function replaceMembers(target: object, members: Readonly<Record<string, unknown>>): object {
  return new Proxy(target, {
    get(_, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof name === 'string' && name in members) return members[name];
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

export default class PoolEnvironment extends NodeEnvironment {
  override async setup(): Promise<void> {
    await super.setup();
    const subtle = replaceMembers(webcrypto.subtle, { generateKey: shareKeys() });
    const value = replaceMembers(webcrypto, { subtle });
    Object.defineProperty(this.global, 'crypto', { value, configurable: true, writable: true });
  }
}
