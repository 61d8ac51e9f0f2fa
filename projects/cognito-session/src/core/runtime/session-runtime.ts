// The part of a session that is loaded when there is one: refreshes, other tabs, and the end at
// Cognito. An app's start does not load it (docs/adr/0003).

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
 * The life of the marker of an ended generation, in milliseconds; a tab that is busy for longer
 * gets the message first.
 */
const ENDED_MARK_MS = 2000;

/** Renews sessions, follows other tabs, and ends sessions at Cognito. */
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
      // Without messages between tabs, the marker of a sign-out must live as long as a challenge.
      parts.channel.listening ? SIGN_OUT_MARK_MS.heard : SIGN_OUT_MARK_MS.unheard,
      parts.suspended,
    );
    this.tabs = new OtherTabs(parts, current, this.watcher, this.signIns);
    this.renewal = new SessionRenewal(this.refresher, this.tabs, current, parts);
    // The channel completes when the app is destroyed.
    parts.channel.messages$.subscribe({ complete: () => this.refresher.dispose() });
  }

  /** Follows the events of the page until the subscription ends. */
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
   * Marks a generation as over. Refreshes under way, in this tab and in others, read the marker
   * before they write.
   */
  markEnded(generation: string): void {
    this.#parts.ended.add(generation);
    void this.#parts.locks.mark(sessionEndedMarker(generation), ENDED_MARK_MS);
  }

  #onWake(wake: 'visible' | 'online'): void {
    this.#parts.persistence.record.saveAgain();
    void this.tabs.look();
    // Refreshes were refused while offline: refresh now, so that the next call finds a fresh
    // session.
    if (wake === 'online' && this.refresher.cooldown.networkIsBack()) {
      this.renewal.ensureFresh().subscribe({ error: () => undefined });
    }
  }
}
