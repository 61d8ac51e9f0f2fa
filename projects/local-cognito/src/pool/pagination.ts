// Cuts the lists of Cognito's List operations into pages, with a token for the next page.

import { accountRefusals } from './account-refusals';
import type { JsonObject } from './json-object';

/** The names of the members by which an operation requests a page. */
export interface PageMembers {
  readonly limit: string;
  readonly token: string;
  /** The largest page, and the default. */
  readonly maximum: number;
}

/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** The token of the next page; undefined on the last page. */
  readonly next: string | undefined;
}

/** The requested page. The token, opaque to clients, is the key of the last item. */
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
