// What a session needs beyond being held: refreshes, what other tabs do, the end at Cognito. Loaded as soon as there
// is a session, so that an app's start does not carry it: docs/adr/0003.

import { Observable } from 'rxjs';
import { DeviceConfirmation } from './device-confirmation';
import type { PageLifecycle } from './page-lifecycle';
import { RejectedRequests } from './rejected-requests';
import type { RefresherParts } from './refresh-request';
import { SessionRefresher } from './session-refresher';
import { TabFollower } from './tab-follower';
import { type HeldSession, newGeneration } from './held-session';
import { endedMark, isSignOutMark, signOutMark } from './tab-marks';
import { TokenRevocation } from './token-revocation';

/** How long an ended generation is marked, in milliseconds; a tab that is busy for longer gets the message first. */
const ENDED_MARK_MS = 2000;

/** Keeps sessions going, and ends them at Cognito. */
export class SessionUpkeep {
  readonly refresher: SessionRefresher;
  readonly revocation: TokenRevocation;
  readonly follower: TabFollower;
  readonly rejected: RejectedRequests;
  readonly devices: DeviceConfirmation;
  /** Tells when the page comes back to life: what is held may be old. */
  readonly wake$: PageLifecycle['wake$'];
  readonly #parts: RefresherParts;
  /** Tells the sign-outs of this page from those of other tabs. */
  readonly #page = newGeneration();

  constructor(parts: RefresherParts) {
    this.#parts = parts;
    this.follower = new TabFollower(parts);
    this.wake$ = new Observable((observer) => {
      const awake = parts.page.wake$.subscribe(observer);
      awake.add(parts.page.away$.subscribe(() => this.follower.leave()));
      return awake;
    });
    this.rejected = new RejectedRequests(parts.clock);
    const { config, gateway, clock, deviceKey } = parts;
    this.revocation = new TokenRevocation(config.clientId, gateway, clock, deviceKey);
    this.devices = new DeviceConfirmation(parts);
    const confirmDevice = (held: HeldSession): Promise<void> => this.devices.confirmKept(held);
    this.refresher = new SessionRefresher({ ...parts, confirmDevice }, this.revocation);
    // The channel ends with the app.
    parts.channel.messages$.subscribe({ complete: () => this.refresher.pause.dispose() });
  }

  /** Marks a generation as over, for refreshes under way in other tabs: they must find it before they write. */
  markEnded(generation: string): void {
    void this.#parts.locks.mark(endedMark(generation), ENDED_MARK_MS);
  }

  /** Whether a tab has marked a generation as over. */
  async isMarkedEnded(generation: string): Promise<boolean> {
    return (await this.#parts.locks.marks()).includes(endedMark(generation));
  }

  /** Marks that a user signs out, for sign-ins on their way in other tabs. */
  markSignedOut(): void {
    void this.#parts.locks.mark(signOutMark(this.#page, newGeneration()), ENDED_MARK_MS);
  }

  /** The marks of other tabs' sign-outs that stand now, one for each. */
  async signOutMarks(): Promise<readonly string[]> {
    const marks = await this.#parts.locks.marks();
    return marks.filter(
      (mark) => isSignOutMark(mark) && !mark.startsWith(signOutMark(this.#page, '')),
    );
  }
}
