// Applies the outcome of a refresh to the session of this tab.

import type { CurrentSession } from '../session/current-session';
import { isNewer } from '../session/session-comparison';
import type { SettledRefresh } from './refresh-request';

/**
 * Takes over what a refresh found out, and tells the app. The refresher calls it once per refresh,
 * before any caller gets the outcome.
 */
export function applyRefresh(
  current: CurrentSession,
  { request: { active }, outcome }: SettledRefresh,
): void {
  if (outcome.kind === 'refreshed' || outcome.kind === 'adopted') {
    // The app may have started the session anew from its own tokens: its generation counts.
    const same = current.active?.generation === outcome.active.generation ? current.active : null;
    if (same && isNewer(outcome.active, same)) current.hold(outcome.active, outcome.kind);
    // Another tab has renewed the session again, and this tab holds that already: the app still
    // hears of this refresh.
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
