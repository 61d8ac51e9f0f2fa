// Tells what a few calls amount to, in the order in which it began.

import type { Call } from './call';

const OPERATIONS: Readonly<Record<string, string>> = {
  InitiateAuth: 'sign-in',
  GetTokensFromRefreshToken: 'refresh',
  RevokeToken: 'revocation',
  GlobalSignOut: 'sign-out everywhere',
};

/** For example `10 requests → 10 × 401 → 1 refresh → 10 replays → 10 × 200`; empty for no calls. */
export function describeCalls(calls: readonly Call[]): string {
  const replays = findReplays(calls);
  const parts = new Map<string, { one: string; many: string; count: number; order: number }>();
  const count = (one: string, many: string, order: number): void => {
    const part = parts.get(one) ?? { one, many, count: 0, order };
    parts.set(one, { ...part, count: part.count + 1 });
  };

  calls.forEach((call, order) => {
    if (call.server === 'pool') {
      const name = describeOperation(call);
      count(name, name, order);
      return;
    }
    if (replays.has(call)) count('replay', 'replays', order);
    else count('request', 'requests', order);
    const refused = call.status === 401 && !replays.has(call);
    // What the caller got ends the story; a refusal belongs to where it happened.
    count(`× ${describeStatus(call)}`, `× ${describeStatus(call)}`, refused ? order + 0.5 : calls.length);
  });

  return [...parts.values()]
    .sort((part, other) => part.order - other.order)
    .map((part) => `${part.count} ${part.count === 1 ? part.one : part.many}`)
    .join(' → ');
}

/** `dropped` for a connection that was cut. */
export function describeStatus({ status }: Call): string {
  return status === 0 ? 'dropped' : String(status);
}

/** The calls that repeat a refused one with another token. */
export function findReplays(calls: readonly Call[]): ReadonlySet<Call> {
  const replays = new Set<Call>();
  const refused: Call[] = [];
  for (const call of calls) {
    if (call.server !== 'api') continue;
    const original = refused.findIndex(
      ({ method, path, tokenFingerprint }) =>
        method === call.method && path === call.path && tokenFingerprint !== call.tokenFingerprint,
    );
    if (original >= 0) {
      refused.splice(original, 1);
      replays.add(call);
    } else if (call.status === 401) {
      refused.push(call);
    }
  }
  return replays;
}

function describeOperation(call: Call): string {
  const name = OPERATIONS[call.operation ?? ''] ?? call.operation ?? call.path;
  if (call.status === 200) return name;
  return call.status === 0 ? `${name} unanswered` : `${name} refused`;
}
