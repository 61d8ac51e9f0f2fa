// A tab with a session that is to be refreshed, as the specs of the refresher open it.

import { LIFETIME_SECONDS } from './fake-tokens';
import { observe, type Observed } from './observed';
import { openSimulatedCore, type SimulatedCore, type SimulatedCoreOptions } from './simulated-core';
import type { ActiveSession } from '../../src/core/session/active-session';
import { type RefreshOutcome, type RefreshRequest } from '../../src/core/refresh/refresh-request';
import { SessionRuntime } from '../../src/core/runtime/session-runtime';
import { CurrentSession } from '../../src/core/session/current-session';
import type { SessionEvent } from '../../src/core/session/session-state';

/** A tab with its refresher, and every event that its refreshes made. */
export interface RefresherTab extends SimulatedCore {
  readonly runtime: SessionRuntime;
  readonly active: ActiveSession;
  readonly current: CurrentSession;
  readonly told: Observed<SessionEvent>;
  ask(request?: Partial<RefreshRequest>): Observed<RefreshOutcome>;
}

/** A tab whose session is stored and about to expire, unless told otherwise. */
export async function openRefresherTab(
  options: SimulatedCoreOptions & { ageMs?: number; rotation?: boolean; latencyMs?: number } = {},
): Promise<RefresherTab> {
  const core = openSimulatedCore(options);
  core.pool.rotation = options.rotation ?? false;
  core.pool.latencyMs = options.latencyMs ?? 30;
  const current = new CurrentSession(core.clock);
  const runtime = new SessionRuntime(core, current);
  const active = core.hold();
  current.hold(active);
  core.persistence.write(active);
  await core.clock.advance(options.ageMs ?? (LIFETIME_SECONDS - 30) * 1000);
  return {
    ...core,
    runtime,
    active,
    current,
    told: observe(current.events$),
    ask: (request) => observe(runtime.refresher.refresh({ active, because: 'margin', ...request })),
  };
}

/** The one outcome a caller got. */
export function outcomeOf({
  values,
  errors,
  completions,
}: Observed<RefreshOutcome>): RefreshOutcome {
  expect(errors).toEqual([]);
  expect([values.length, completions]).toEqual([1, 1]);
  return values[0]!;
}

/** The kind of an outcome, or the code of its error. */
export const kindOf = (outcome: RefreshOutcome): string =>
  outcome.kind === 'failed' ? outcome.error.code : outcome.kind;

/** A session of another tab, in the store as this tab sees it. */
export function putNewer(
  core: RefresherTab,
  place: Parameters<SimulatedCore['hold']>[0] = { revision: 1 },
): ActiveSession {
  const newer = core.hold(place);
  core.persistence.write(newer);
  return newer;
}
