// The browser's passkeys, which jsdom has none of.

import './page-globals';

/** What the browser was asked: method and argument, in order. */
export interface FakePasskeys {
  readonly calls: [method: string, argument: unknown][];
}

const METHODS = ['get', 'create'] as const;

/** Bytes, as the browser's own classes give them. */
export const bufferOf = (text: string): ArrayBuffer =>
  Uint8Array.from(text, (character) => character.charCodeAt(0)).buffer;

/** The bytes of a text in base64url. */
export const base64Url = (text: string): string =>
  btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/** Like `PublicKeyCredential` and its responses: members that work on no other object. */
class Native {
  toJSON(): never {
    throw new TypeError('Illegal invocation');
  }
  get authenticatorAttachment(): never {
    throw new TypeError('Illegal invocation');
  }
  getClientExtensionResults(): never {
    throw new TypeError('Illegal invocation');
  }
  getTransports(): never {
    throw new TypeError('Illegal invocation');
  }
  getAuthenticatorData(): never {
    throw new TypeError('Illegal invocation');
  }
  getPublicKey(): never {
    throw new TypeError('Illegal invocation');
  }
  getPublicKeyAlgorithm(): never {
    throw new TypeError('Illegal invocation');
  }
}

/** An object of the browser's class with members of its own, as password managers make it. */
const standIn = (members: object): object =>
  Object.create(Native.prototype, Object.getOwnPropertyDescriptors(members)) as object;

/**
 * A credential of a password manager: it has the fields that it must, and everything inherited
 * throws.
 */
export function fakeCredential(by: string, response: object = {}, members: object = {}): object {
  return standIn({
    id: base64Url('credential-1'),
    rawId: bufferOf('credential-1'),
    type: 'public-key',
    response: standIn({ clientDataJSON: bufferOf(by), ...response }),
    ...members,
  });
}

/** {@link fakeCredential} as Cognito gets it. */
export function fakeCredentialJson(by: string): object {
  const id = base64Url('credential-1');
  const response = { clientDataJSON: base64Url(by) };
  // In the order in which it is sent.
  return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
}

/**
 * Offers them; `changes` replace methods by their names, and `credentials` all of
 * `navigator.credentials`. Without changes the browser gives a credential at once. Static methods
 * of `PublicKeyCredential` are there when they are given.
 */
export function offerPasskeys(changes: Readonly<Record<string, unknown>> = {}): FakePasskeys {
  const calls: FakePasskeys['calls'] = [];
  const offered: Record<string, unknown> = {};
  for (const by of METHODS) offered[by] = async () => fakeCredential(by);
  Object.assign(offered, changes);
  const pick = (names: readonly string[]): object =>
    Object.fromEntries(
      names.map((name) => [
        name,
        typeof offered[name] !== 'function'
          ? undefined
          : (argument: unknown): unknown => {
              calls.push([name, argument]);
              return (offered[name] as (argument: unknown) => unknown)(argument);
            },
      ]),
    );
  const credentials = 'credentials' in changes ? changes['credentials'] : pick(METHODS);
  const statics = Object.keys(changes).filter((name) => /^(signal|getClient)/.test(name));
  Object.defineProperty(navigator, 'credentials', { value: credentials, configurable: true });
  Object.defineProperty(globalThis, 'PublicKeyCredential', {
    value: pick(statics),
    configurable: true,
  });
  return { calls };
}

/** As in a browser without them. */
export function withdrawPasskeys(): void {
  for (const [holder, name] of [
    [navigator, 'credentials'],
    [globalThis, 'PublicKeyCredential'],
  ] as const) {
    Reflect.deleteProperty(holder, name);
  }
}
