// Lists that Cognito gives page by page.

import type { CallInput, CallOutput, UserOperation, UserPool } from './user-pool';

/**
 * The items of all pages.
 * @param items name of the member that holds them.
 * @param token name of the member that leads to the next page, in input and output alike.
 * @param sub the user who asked; default: who is signed in when a page is asked for.
 */
export async function readPages<
  Operation extends UserOperation,
  Items extends keyof CallOutput<Operation>,
>(
  pool: UserPool,
  operation: Operation,
  items: Items,
  token: keyof CallInput<Operation> & keyof CallOutput<Operation>,
  sub?: string,
): Promise<NonNullable<CallOutput<Operation>[Items]>> {
  const all: unknown[] = [];
  let next: unknown;
  do {
    const page = await pool.sendAsUser(operation, { [token]: next } as CallInput<Operation>, sub);
    all.push(...((page[items] ?? []) as unknown[]));
    next = page[token];
  } while (next);
  return all as NonNullable<CallOutput<Operation>[Items]>;
}

/** A time in a list: the AWS SDK makes a `Date` of it, on the wire it is seconds since epoch. */
export function timeOf(time: Date | undefined): Date {
  return typeof time === 'number' ? new Date(time * 1000) : (time as Date);
}
