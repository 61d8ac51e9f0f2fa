// Reads lists that Cognito sends page by page.

import type { CallInput, CallOutput, UserOperation, UserPool } from './user-pool';

/**
 * Reads the items of all pages.
 * @param items the name of the member that has them.
 * @param token the name of the member that leads to the next page, in input and output alike.
 * @param sub the user who has asked for it; default: the user who is signed in when a page is read.
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

/** Reads a time: the AWS SDK makes a `Date` of it, and the wire has seconds since the epoch. */
export function timeOf(time: Date | undefined): Date;
export function timeOf(time: Date | number | undefined): Date | undefined {
  return typeof time === 'number' ? new Date(time * 1000) : time;
}
