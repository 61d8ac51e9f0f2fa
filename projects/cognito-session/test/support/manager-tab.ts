// A tab with a session manager, as the specs of its state machine open it.

import { STORE_KEY } from './fake-store';
import { LIFETIME_SECONDS } from './fake-tokens';
import { observe, type Observed } from './observed';
import { openSimulatedCore, type SimulatedCore, type SimulatedCoreOptions } from './simulated-core';
import { EndedGenerations } from '../../src/core/session/ended-generations';
import type { ActiveSession } from '../../src/core/session/active-session';
import { serializeSession } from '../../src/core/session/session-record';
import { SessionManager } from '../../src/core/session-manager';
import type { SessionEvent, SessionState } from '../../src/core/session/session-state';
import { SessionRuntime } from '../../src/core/runtime/session-runtime';

/** A tab with its session manager, and all that it told. */
export interface ManagerTab extends SimulatedCore {
  readonly manager: SessionManager;
  readonly events: Observed<SessionEvent>;
  readonly states: Observed<SessionState>;
  /** How often the runtime was asked for. */
  readonly loads: () => number;
  /** The generations that the manager knows to be over. */
  readonly over: () => EndedGenerations;
}

/** What {@link openManagerTab} makes it of; everything has a default. */
export interface ManagerTabOptions extends SimulatedCoreOptions {
  /** What loading the runtime waits for; a rejection makes it fail. */
  readonly load?: () => unknown;
  /** A session that is stored before the tab opens. */
  readonly stored?: (core: SimulatedCore) => ActiveSession;
  /** Whether this browser can tell tabs of changes. */
  readonly listening?: boolean;
}

/** Opens a tab. */
export function openManagerTab({
  load,
  stored,
  listening = true,
  ...options
}: ManagerTabOptions = {}): ManagerTab {
  const core = openSimulatedCore(options);
  core.channel.listening = listening;
  if (stored) core.store.items.set(STORE_KEY, serializeSession(stored(core)));
  let loads = 0;
  const over = new EndedGenerations();
  const manager = new SessionManager(core, async (current) => {
    loads++;
    await load?.();
    current.ended = over;
    return new SessionRuntime({ ...core, ended: over }, current);
  });
  return {
    ...core,
    manager,
    events: observe(manager.events$),
    states: observe(manager.state$),
    loads: () => loads,
    over: () => over,
  };
}

/** A tab that is signed in with tokens from the pool, all told. */
export async function openSignedInTab(
  options: ManagerTabOptions = {},
): Promise<ManagerTab & { active: ActiveSession }> {
  const tab = openManagerTab(options);
  const active = await tab.manager.start(tab.pool.issue(), 'now');
  await tab.clock.advance(0);
  tab.events.values.length = 0;
  tab.states.values.length = 0;
  tab.channel.posted.length = 0;
  return { ...tab, active };
}

/** When a token of the pool has expired, in milliseconds after its issue. */
export const EXPIRED_MS = LIFETIME_SECONDS * 1000;

/** What was told, in one word each, with the reason of an end. */
export const eventsOf = ({ events }: ManagerTab): string[] =>
  events.values.map((event) => ('reason' in event ? `${event.type}: ${event.reason}` : event.type));

/** The state in one line. */
export const stateOf = ({ manager: { state } }: ManagerTab): string =>
  state.status === 'signed-out' ? `signed-out: ${state.reason}` : state.status;
