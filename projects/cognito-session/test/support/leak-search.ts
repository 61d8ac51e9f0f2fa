// Looks for secrets in whatever an error reporter could see of a value.

import { inspect } from 'node:util';

const DEEPEST = 10;

/** Where each of `secrets` can be found in `value`; empty when nowhere. */
export function leaksIn(value: unknown, secrets: readonly string[]): string[] {
  const found: string[] = [];
  const look = (text: string, where: string): void => {
    for (const secret of secrets) {
      if (text.includes(secret)) found.push(`${secret.slice(0, 12)}… in ${where}`);
    }
  };
  look(String(value), 'toString');
  if (value !== undefined) look(JSON.stringify(value), 'JSON.stringify');
  look(inspect(value, { depth: DEEPEST, showHidden: true, getters: true }), 'inspect');
  if (value instanceof Error) {
    look(value.message, 'message');
    look(value.stack ?? '', 'stack');
  }
  walk(value, 'error', look, new Set(), 0);
  return found;
}

/** Follows own properties, hidden ones too, and what collections and headers hold. */
function walk(
  value: unknown,
  where: string,
  look: (text: string, where: string) => void,
  seen: Set<unknown>,
  depth: number,
): void {
  if (typeof value === 'string') look(value, where);
  const inside = (typeof value === 'object' && value !== null) || typeof value === 'function';
  if (!inside || seen.has(value) || depth > DEEPEST) return;
  seen.add(value);
  if (value instanceof Map || value instanceof Set) {
    for (const each of value) walk(each, `${where}[entry]`, look, seen, depth + 1);
  }
  for (const key of Reflect.ownKeys(value)) {
    look(String(key), `${where} (key)`);
    let active: unknown;
    try {
      active = Reflect.get(value, key);
    } catch {
      // A getter that throws shows nothing.
      continue;
    }
    walk(active, `${where}.${String(key)}`, look, seen, depth + 1);
  }
}

/** What to look for when a JWT must not leak: the token and each part of it that says something. */
export function partsOf(...jwts: readonly string[]): string[] {
  return jwts.flatMap((jwt) => [jwt, ...jwt.split('.').slice(1, 2)]);
}
