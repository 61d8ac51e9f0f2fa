// The browser's passkeys, which jsdom has none of.

import './page-globals';

/** What the browser was asked: method and argument, in order. */
export interface FakePasskeys {
  readonly calls: [method: string, argument: unknown][];
}

const METHODS = ['get', 'create'] as const;
const PARSERS = ['parseRequestOptionsFromJSON', 'parseCreationOptionsFromJSON'] as const;

/**
 * Offers them; `changes` replace methods by their names, and `credentials` all of `navigator.credentials`. Without changes
 * the browser gives a credential at once.
 */
export function offerPasskeys(changes: Readonly<Record<string, unknown>> = {}): FakePasskeys {
  const calls: FakePasskeys['calls'] = [];
  const offered: Record<string, unknown> = {};
  for (const by of METHODS) {
    offered[by] = async (options: unknown) => ({
      toJSON: () => ({ id: 'credential-1', by }),
      options,
    });
  }
  for (const by of PARSERS) offered[by] = (parsed: unknown) => ({ parsed, by });
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
  Object.defineProperty(navigator, 'credentials', { value: credentials, configurable: true });
  Object.defineProperty(globalThis, 'PublicKeyCredential', {
    value: pick(PARSERS),
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
