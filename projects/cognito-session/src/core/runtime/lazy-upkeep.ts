// The upkeep before it is loaded. Whatever is asked of it waits for the download, and a download that failed is tried
// again by the next that needs it.

import { from, type Observable, of } from 'rxjs';
import type { CurrentSession } from '../session/current-session';
import type { SessionError } from '../session-error';
import type { SessionUpkeep } from './session-upkeep';

/** Loads what a session needs beyond being held; called again when it failed. */
export type LoadUpkeep = (current: CurrentSession) => Promise<SessionUpkeep>;

/** Loads the upkeep once. */
export class LazyUpkeep {
  readonly #load: () => Promise<SessionUpkeep>;
  readonly #toError: (cause: unknown) => SessionError;
  #loading: Promise<SessionUpkeep> | undefined;
  #loaded: SessionUpkeep | undefined;

  /**
   * @param load starts the download; what to do with the upkeep, once, is up to it as well.
   * @param toError makes the error of a download that failed.
   */
  constructor(load: () => Promise<SessionUpkeep>, toError: (cause: unknown) => SessionError) {
    this.#load = load;
    this.#toError = toError;
  }

  /** The upkeep when it is loaded. */
  get current(): SessionUpkeep | undefined {
    return this.#loaded;
  }

  /** Emits the upkeep; errors with `REFRESH_UNAVAILABLE` when it cannot be loaded. */
  get upkeep$(): Observable<SessionUpkeep> {
    return this.#loaded ? of(this.#loaded) : from(this.load());
  }

  /** Calls `action` with the upkeep, now or when it is loaded; `otherwise` when it cannot be. */
  run(
    action: (upkeep: SessionUpkeep) => unknown = () => undefined,
    otherwise: () => unknown = () => undefined,
  ): void {
    this.upkeep$.subscribe({ next: action, error: otherwise });
  }

  /** Starts loading, or joins it. */
  load(): Promise<SessionUpkeep> {
    this.#loading ??= this.#load().then(
      (upkeep) => {
        return (this.#loaded = upkeep);
      },
      (cause: unknown) => {
        this.#loading = undefined;
        throw this.#toError(cause);
      },
    );
    return this.#loading;
  }
}
