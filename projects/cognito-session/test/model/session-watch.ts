// Judges what each tab holds and what is stored: I2, I5, I6 and I7.

import type { SessionState } from '../../src/core/session/session-state';
import type { FakeClock } from '../support/fake-clock';
import type { Family } from './family';
import type { ModelPool } from './model-pool';
import type { RefreshCall } from './family';
import type { Holding } from './holding';
import type { ModelStorage } from './model-storage';
import type { Page } from './page';
import type { Watch } from './watch';

/** The stored record, as far as it is judged. */
type Stored = Record<keyof typeof RECORD_KEYS, unknown>;
const RECORD_KEYS = {
  v: true,
  generation: true,
  revision: true,
  issuedAt: true,
  idToken: true,
  accessToken: true,
  refreshToken: true,
};

/** Times in milliseconds. */
const MS = {
  /** Marks, messages and storage are all known everywhere after it; what comes later is no race. */
  known: 100,
  sync: 1000,
  adoption: 1900,
};

/** Watches sessions. */
export class SessionWatch {
  readonly #holdings = new Map<Page, Holding>();
  /** When a generation was ended by the user. */
  readonly #ended = new Map<string, number>();
  #lastSignOut = -Infinity;
  /** What a user did last, and where. */
  lastAction:
    { readonly page: Page; readonly what: 'sign in' | 'sign out'; readonly at: number } | undefined;
  /**
   * Sessions that a tab found removed by the user or another script; other tabs may have missed it.
   */
  readonly #cleared = new Set<string>();
  /** When a page last removed a session that it had not seen, or had no part in. */
  #lastStrayRemoval = -Infinity;

  constructor(
    private readonly clock: FakeClock,
    private readonly watch: Watch,
    private readonly pool: ModelPool,
    private readonly storage: () => ModelStorage,
  ) {}

  /** The user is about to end `generation` here, by signing out or in. */
  userEnds(generation: string | undefined, page: Page, what: 'sign in' | 'sign out'): void {
    this.lastAction = { page, what, at: this.clock.monotonic() };
    this.#lastSignOut = this.clock.monotonic();
    if (generation !== undefined) this.#ended.set(generation, this.clock.monotonic());
  }

  /** A tab's state has changed. */
  stateChanged(
    page: Page,
    holding: Holding,
    generation: string | undefined,
    state: SessionState,
  ): void {
    const now = this.clock.monotonic();
    this.#holdings.set(page, holding);
    if (state.status === 'restoring') return;
    const before = holding.generation;
    if (before !== undefined && before !== generation) holding.left.set(before, now);
    holding.generation = generation;
    if (state.status === 'signed-out') {
      this.watch.count(`signed out: ${state.reason}`);
      this.#judgeEnd(page, holding, before, state.reason);
      holding.family = holding.refreshToken = undefined;
      return;
    }
    const { session } = state;
    const [id, access] = [
      session.getIdToken().getJwtToken(),
      session.getAccessToken().getJwtToken(),
    ];
    holding.refreshToken = session.getRefreshToken().getToken();
    if (!this.pool.isWhole(id, access, holding.refreshToken)) {
      this.watch.violated('I7', `${page.name} holds a mixture of sessions`);
    }
    if (generation === undefined || holding.left.has(generation)) {
      this.watch.violated('I2', `${page.name} came back to a generation that it had left`);
    } else if (
      this.#overFor(generation) > MS.sync &&
      // A tab that was thawed just now has its messages yet to come, and ends what was under way
      // meanwhile.
      !(before === generation && now - (page.lastFrozen ?? -Infinity) <= MS.known) &&
      !this.#disturbedSince(this.#ended.get(generation)!)
    ) {
      this.watch.violated('I2', `${page.name} took over a session long after its end`);
    }
    const family = this.pool.familyOf(access);
    if (before !== generation) holding.since = now;
    else if (family !== holding.family) {
      this.watch.violated(
        'I5',
        `${page.name} took another sign-in's tokens for those of its session`,
      );
    }
    holding.family = family;
  }

  /** G12: a page was given tokens of another user, and ends the session that it asked for. */
  mustEnd({ page, family, refreshToken, startedAt }: RefreshCall): void {
    this.clock.schedule(MS.adoption, () => {
      const stopped = !page.alive || page.frozen || (page.lastFrozen ?? -1) >= startedAt;
      if (stopped || this.#disturbedSince(startedAt)) return;
      const active = this.#holdings.get(page);
      // A tab without the lock may have renewed the session meanwhile.
      if (active?.family !== family || active?.refreshToken !== refreshToken) return;
      this.watch.violated(
        'G12',
        `${page.name} kept a session that the pool gave another user's tokens for`,
      );
    });
  }

  /** When the user ended a generation, if ever. */
  endedAt(generation: string): number | undefined {
    return this.#ended.get(generation);
  }

  /** A page that sees `seen` in the store replaces it (null: removes it). */
  storeWritten(page: Page, holding: Holding, seen: string | null, value: string | null): void {
    const old = parseRecord(seen);
    const owing = holding.owesRemoval;
    holding.owesRemoval = false;
    // What was asked for at one time lands at another: the end of the day is judged instead (C12).
    const landsLate = this.storage().lastSlow >= this.clock.monotonic();
    if (landsLate) this.watch.count('store: slow write');
    // An empty record is written where nothing can be removed.
    if (!value) {
      this.watch.count('store: removed');
      // No store can compare and clear: what another tab has written just now may go with what is
      // known.
      if (seen !== this.storage().settled) this.#lastStrayRemoval = this.clock.monotonic();
      if (
        landsLate ||
        !old ||
        this.#mayRemove(holding, old) ||
        this.#mayStray(page, holding, owing)
      )
        return;
      this.watch.violated('I6', `${page.name} removed a session that nobody has ended`);
      return;
    }
    this.watch.count('store: written');
    const record = parseRecord(value);
    const tokens = [record?.idToken, record?.accessToken, record?.refreshToken].map(String);
    const whole = record && Object.keys(record).every((key) => key in RECORD_KEYS);
    if (!whole || !this.pool.isWhole(tokens[0]!, tokens[1]!, tokens[2]!)) {
      this.watch.violated('I7', `${page.name} stored what is no whole session`);
      return;
    }
    if (landsLate) return;
    const generation = String(record.generation);
    // A database takes one operation after the other: what was asked for before is done, and then
    // undone. A page that was frozen meanwhile goes on with it when it is thawed.
    const grace = this.storage().kind === 'web' ? 0 : MS.known;
    const leftAt = Math.max(
      holding.left.get(generation) ?? Infinity,
      grace ? (page.lastFrozen ?? 0) : 0,
    );
    if (this.clock.monotonic() - leftAt >= grace) {
      this.watch.violated('I2', `${page.name} stored a generation that it had left`);
    }
    // Whoever has just begun to write when the end is told cannot be stopped any more; the sweep
    // cleans up after it.
    const over = this.#overFor(generation);
    if (over > MS.known && !this.#disturbedSince(this.clock.monotonic() - over)) {
      this.watch.violated('I2', `${page.name} stored a session ${over} ms after its end`);
    }
  }

  #mayRemove({ signedOutAt }: Holding, { generation, accessToken }: Stored): boolean {
    const justNow = this.clock.monotonic() - (signedOutAt ?? -Infinity) <= MS.known;
    return justNow || this.#isOver(String(generation), String(accessToken));
  }

  /**
   * Whether a page may remove somebody else's session; those who hold it find the store cleared.
   */
  #mayStray(page: Page, { signedOutAt }: Holding, owing: boolean): boolean {
    const now = this.clock.monotonic();
    // A sign-out in a tab that could never read the store is made up for when it can: it means
    // whatever is there.
    const late = owing && (this.storage().firstRead(page) ?? Infinity) >= (signedOutAt ?? Infinity);
    // What another script has left in a database is cleaned away in its turn: a session may just
    // have come.
    const cleaning = now - (this.storage().junkReadAt(page) ?? -Infinity) <= MS.known;
    if (late || cleaning) this.#lastStrayRemoval = now;
    return late || cleaning;
  }

  #judgeEnd(page: Page, holding: Holding, before: string | undefined, reason: string): void {
    const { signedOutAt, family, since, atStart, chunkLost } = holding;
    const now = this.clock.monotonic();
    const record = parseRecord(atStart.seen);
    const justified: Record<string, () => boolean> = {
      'sign-out': () => signedOutAt === now,
      'other-tab': () =>
        before !== undefined &&
        // Without the part that follows other tabs, a sign-out of any session is taken for that of
        // the one that is gone.
        (this.#ended.has(before) || (chunkLost && this.#lastSignOut >= since - MS.known)),
      // What the user has ended and no tab could store may live on elsewhere, its token used by
      // those who wait for the store.
      refused: () =>
        this.#refused(family) ||
        (before !== undefined && this.#disturbedSince(this.#ended.get(before) ?? Infinity)),
      // A sign-out of one session removes whatever is stored, also what another tab has stored just
      // now.
      'storage-cleared': () =>
        // A page that has just been opened may have seen what was gone already.
        this.#disturbedSince(since - MS.known) ||
        // Refused, or ended by the user, long ago: in a tab that could not remove it then, or while
        // this one was frozen.
        this.#refused(family) ||
        (before !== undefined && (this.#ended.has(before) || this.#cleared.has(before))) ||
        Math.max(this.#lastSignOut, this.#lastStrayRemoval) >= since - MS.known,
      'no-session': () =>
        !record ||
        atStart.failing ||
        this.#disturbedSince(since) ||
        this.#isOver(String(record.generation), String(record.accessToken)),
    };
    if (reason === 'storage-cleared' && before !== undefined && this.#disturbedSince(since)) {
      this.#cleared.add(before);
    }
    if (!justified[reason]?.()) {
      this.watch.violated('I6', `${page.name} lost its session for no reason (${reason})`);
    }
  }

  /**
   * Whether the user or Cognito has ended a session, or its record was cleared and a tab has
   * noticed it.
   */
  #isOver(generation: string, accessToken: string): boolean {
    const told = this.#ended.has(generation) || this.#cleared.has(generation);
    return told || this.#refused(this.pool.familyOf(accessToken));
  }

  /**
   * Whether Cognito refused this sign-in's refresh token for good, and for a reason that tabs could
   * not avoid.
   */
  #refused(family: Family | undefined): boolean {
    return !!family && (family.definitive > 0 || family.reuses.some((r) => this.#excused(r)));
  }

  /**
   * A token was used twice. That is an end which nobody could avoid when the first answer did not
   * arrive, or could not be kept, or was still on its way (which I1 judges).
   */
  #excused({ earlier, later }: { earlier: RefreshCall; later: RefreshCall }): boolean {
    const { page, startedAt, endedAt = Infinity, answered } = earlier;
    return (
      !answered ||
      // Longer than the refused tab looks out for the other one's session (2 s).
      endedAt > later.startedAt + MS.adoption ||
      (page.lastFrozen ?? -1) >= startedAt ||
      (!page.alive && (page.closedAt ?? 0) <= endedAt + MS.sync) ||
      this.#disturbedSince(startedAt)
    );
  }

  #overFor(generation: string): number {
    const at = this.#ended.get(generation);
    return at === undefined ? -Infinity : this.clock.monotonic() - at;
  }

  #disturbedSince(at: number): boolean {
    return (this.storage().lastDisturbed ?? -Infinity) >= at;
  }
}

/** A record, or null when there is none. */
export function parseRecord(record: string | null): Stored | null {
  if (record === null) return null;
  try {
    const value = JSON.parse(record) as Stored | null;
    return typeof value?.accessToken === 'string' ? value : null;
  } catch {
    // What another script has left there.
    return null;
  }
}
