// Cuts the lists of Cognito's List operations into pages, with a token for the next page.

import { accountRefusals } from './account-refusals';
import type { JsonObject } from './json-object';

/** How an operation names its page. */
export interface PageMembers {
  readonly limit: string;
  readonly token: string;
  /** Items at most, and when no limit is given. */
  readonly maximum: number;
}

/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** For the next page; undefined on the last. */
  readonly next: string | undefined;
}

/**
 * The page that the input asks for. The token is opaque for clients: it holds the key of the last
 * item.
 */
export function pageOf<Item>(
  all: readonly Item[],
  keyOf: (item: Item) => string,
  input: JsonObject,
  { limit, token, maximum }: PageMembers,
): Page<Item> {
  const size = input.number(limit) ?? maximum;
  if (!Number.isInteger(size) || size < 1 || size > maximum) {
    throw accountRefusals.invalidPage(limit);
  }
  const start = startOf(all.map(keyOf), input.text(token), token);
  const items = all.slice(start, start + size);
  const last = items.at(-1);
  const more = last !== undefined && start + size < all.length;
  return { items, next: more ? Buffer.from(keyOf(last)).toString('base64') : undefined };
}

function startOf(keys: readonly string[], token: string | undefined, member: string): number {
  if (token === undefined) {
    return 0;
  }
  const last = keys.indexOf(Buffer.from(token, 'base64').toString());
  if (last === -1) {
    throw accountRefusals.invalidPage(member);
  }
  return last + 1;
}
