// Applies the outcome of a refresh to the session of this tab.

import type { CurrentSession } from '../session/current-session';
import { isNewer } from '../session/session-comparison';
import type { SettledRefresh } from './refresh-request';

/**
 * Applies the outcome and emits its event. The refresher calls this once per refresh, before any
 * caller gets the outcome.
 */
export function applyRefresh(
  current: CurrentSession,
  { request: { active }, outcome }: SettledRefresh,
): void {
  if (outcome.kind === 'refreshed' || outcome.kind === 'adopted') {
    // The app may have started the session anew from its own tokens: compare the generations.
    const same = current.active?.generation === outcome.active.generation ? current.active : null;
    if (same && isNewer(outcome.active, same)) current.hold(outcome.active, outcome.kind);
    // This tab has already adopted a later refresh of another tab: the event of this one is still
    // emitted.
    else if (same && outcome.kind === 'refreshed') current.emit({ type: outcome.kind });
    return;
  }
  if (outcome.kind !== 'failed' || current.generation !== active.generation) return;
  const { error, active: kept } = outcome;
  if (kept && current.active && isNewer(kept, current.active)) current.hold(kept);
  current.emit({ type: 'refresh-failed', code: error.code, error });
  // An observer of that event may have signed out.
  if (error.code === 'SESSION_EXPIRED' && current.generation === active.generation) {
    current.end('refused');
  }
}
