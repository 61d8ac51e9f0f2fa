// Summarizes calls in the order in which they began.

import type { Call } from './call';

type Noun = readonly [one: string, many: string];

const OPERATIONS: Readonly<Record<string, Noun>> = {
  InitiateAuth: ['sign-in', 'sign-ins'],
  RespondToAuthChallenge: ['answer to a challenge', 'answers to challenges'],
  GetTokensFromRefreshToken: ['refresh', 'refreshes'],
  RevokeToken: ['revocation', 'revocations'],
};

/** For example `10 requests → 10 × 401 → 1 refresh → 10 replays → 10 × 200`; empty for no calls. */
export function describeCalls(calls: readonly Call[]): string {
  const replays = findReplays(calls);
  const parts = new Map<string, { noun: Noun; count: number; order: number }>();
  const count = (noun: Noun, order: number): void => {
    const part = parts.get(noun[0]) ?? { noun, count: 0, order };
    parts.set(noun[0], { ...part, count: part.count + 1 });
  };

  calls.forEach((call, order) => {
    if (call.server === 'pool') {
      count(toNoun(call), order);
      return;
    }
    const replay = replays.has(call);
    count(replay ? ['replay', 'replays'] : ['request', 'requests'], order);
    const status = `× ${describeStatus(call)}`;
    // The story ends with the answers that the caller got; a refusal stays in its place.
    count([status, status], call.status === 401 && !replay ? order + 0.5 : calls.length);
  });

  return [...parts.values()]
    .sort((part, other) => part.order - other.order)
    .map(({ noun: [one, many], count: times }) => `${times} ${times === 1 ? one : many}`)
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
    // After a new sign-in the page sends requests of its own: none of them replays one of the old
    // session.
    if (call.operation === 'InitiateAuth') refused.length = 0;
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

/** For example `unanswered refreshes`. */
function toNoun({ operation, path, status }: Call): Noun {
  const name = operation ?? path;
  const [one, many] = OPERATIONS[name] ?? [name, name];
  const fate = status === 200 ? '' : status === 0 ? 'unanswered ' : 'refused ';
  return [fate + one, fate + many];
}
