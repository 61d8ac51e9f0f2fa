// The upkeep before it is loaded. Whatever is asked of it waits for the download, and a download that failed is tried
// again by the next that needs it.

import { from, type Observable, of, Subject, switchMap } from 'rxjs';
import { SessionError } from './session-error';
import type { SettledRefresh } from './session-refresher';
import type { SessionUpkeep } from './session-upkeep';

/** Loads the upkeep once. */
export class LazyUpkeep {
  readonly #arrived$ = new Subject<SessionUpkeep>();
  /** Every outcome of a refresh, before its callers get it. */
  readonly outcomes$: Observable<SettledRefresh> = this.#arrived$.pipe(
    switchMap(({ refresher }) => refresher.outcomes$),
  );
  /** As {@link SessionUpkeep.wake$}, once there is an upkeep. */
  readonly wake$ = this.#arrived$.pipe(switchMap((upkeep) => upkeep.wake$));
  readonly #load: () => Promise<SessionUpkeep>;
  #loading: Promise<SessionUpkeep> | undefined;
  #loaded: SessionUpkeep | undefined;

  constructor(load: () => Promise<SessionUpkeep>) {
    this.#load = load;
  }

  /** The upkeep when it is loaded. */
  get current(): SessionUpkeep | undefined {
    return this.#loaded;
  }

  /** Emits the upkeep; errors with `REFRESH_UNAVAILABLE` when it cannot be loaded. */
  get upkeep$(): Observable<SessionUpkeep> {
    return this.#loaded ? of(this.#loaded) : from(this.load());
  }

  /** Calls `action` with the upkeep, now or when it is loaded; not at all when it cannot be. */
  run(action: (upkeep: SessionUpkeep) => unknown = () => undefined): void {
    this.upkeep$.subscribe({ next: action, error: () => undefined });
  }

  /** Starts loading, or joins it. */
  load(): Promise<SessionUpkeep> {
    this.#loading ??= this.#load().then(
      (upkeep) => {
        this.#loaded = upkeep;
        this.#arrived$.next(upkeep);
        return upkeep;
      },
      (cause: unknown) => {
        this.#loading = undefined;
        throw new SessionError('REFRESH_UNAVAILABLE', 'a part of the app did not load', cause);
      },
    );
    return this.#loading;
  }
}
