// What a session needs beyond being held: refreshes, what other tabs do, the end at Cognito. Loaded
// as soon as there is a session, so that an app's start does not carry it: docs/adr/0003.

import { Subscription } from 'rxjs';
import type { CurrentSession } from '../session/current-session';
import { DeviceConfirmation } from '../refresh/device-confirmation';
import type { ActiveSession } from '../session/active-session';
import { OtherTabs } from '../tabs/other-tabs';
import { PendingSignIns, SIGN_OUT_MARK_MS } from './pending-sign-ins';
import { repairDamage } from '../store/record-repair';
import type { RefresherParts } from '../refresh/refresh-request';
import { SessionRefresher } from '../refresh/session-refresher';
import { SessionRenewal } from '../refresh/session-renewal';
import { StoreWatcher } from '../tabs/store-watcher';
import { sessionEndedMarker } from '../tabs/tab-markers';
import { TokenRevocation } from '../refresh/token-revocation';

/**
 * How long an ended generation is marked, in milliseconds; a tab that is busy for longer gets the
 * message first.
 */
const ENDED_MARK_MS = 2000;

/** Keeps sessions going, and ends them at Cognito. */
export class SessionRuntime {
  readonly refresher: SessionRefresher;
  readonly renewal: SessionRenewal;
  readonly revocation: TokenRevocation;
  readonly watcher: StoreWatcher;
  readonly tabs: OtherTabs;
  readonly signIns: PendingSignIns;
  readonly devices: DeviceConfirmation;
  readonly #parts: RefresherParts;
  readonly #current: CurrentSession;

  constructor(parts: RefresherParts, current: CurrentSession) {
    this.#parts = parts;
    this.#current = current;
    const { config, gateway, clock, deviceKey } = parts;
    this.revocation = new TokenRevocation(config, gateway, clock, deviceKey);
    this.devices = new DeviceConfirmation(parts);
    const confirmDevice = (active: ActiveSession): Promise<void> =>
      this.devices.confirmKept(active);
    this.refresher = new SessionRefresher({ ...parts, confirmDevice }, this.revocation, current);
    this.watcher = new StoreWatcher(parts, repairDamage(parts.persistence, clock));
    this.signIns = new PendingSignIns(
      parts.locks,
      this.revocation,
      current,
      // Where no message tells of a sign-out, its mark stands for as long as a challenge does.
      parts.channel.listening ? SIGN_OUT_MARK_MS.heard : SIGN_OUT_MARK_MS.unheard,
      parts.suspended,
    );
    this.tabs = new OtherTabs(parts, current, this.watcher, this.signIns);
    this.renewal = new SessionRenewal(this.refresher, this.tabs, current, parts);
    // The channel ends with the app.
    parts.channel.messages$.subscribe({ complete: () => this.refresher.dispose() });
  }

  /** Follows the page, until it is unsubscribed. */
  run(): Subscription {
    const { page } = this.#parts;
    const running = new Subscription();
    running.add(
      this.devices.failures$.subscribe((error) =>
        this.#current.emit({ type: 'device-unconfirmed', error }),
      ),
    );
    running.add(page.wake$.subscribe((wake) => this.#onWake(wake)));
    running.add(page.away$.subscribe(() => this.watcher.leave()));
    return running;
  }

  /**
   * Marks a generation as over, for refreshes under way in this and in other tabs: they must find
   * it before they write.
   */
  markEnded(generation: string): void {
    this.#parts.ended.add(generation);
    void this.#parts.locks.mark(sessionEndedMarker(generation), ENDED_MARK_MS);
  }

  #onWake(wake: 'visible' | 'online'): void {
    this.#parts.persistence.record.saveAgain();
    void this.tabs.look();
    // Callers were turned away while offline: they find a fresh session at their next try.
    if (wake === 'online' && this.refresher.cooldown.networkIsBack()) {
      this.renewal.ensureFresh().subscribe({ error: () => undefined });
    }
  }
}
