// Loads the runtime when it is first needed. Every call waits for the download. If the download
// fails, the next call starts another one.

import { from, type Observable, of } from 'rxjs';
import type { CurrentSession } from './session/current-session';
import type { SessionError } from './session-error';
import type { SessionRuntime } from './runtime/session-runtime';

/** Loads the code of a session that the start does not have; called again if it has failed. */
export type LoadRuntime = (current: CurrentSession) => Promise<SessionRuntime>;

/** Loads the runtime once. */
export class LazySessionRuntime {
  readonly #load: () => Promise<SessionRuntime>;
  readonly #toError: (cause: unknown) => SessionError;
  #loading: Promise<SessionRuntime> | undefined;
  #loaded: SessionRuntime | undefined;

  /**
   * @param load starts the download, and starts the runtime once.
   * @param toError makes the error of a download that failed.
   */
  constructor(load: () => Promise<SessionRuntime>, toError: (cause: unknown) => SessionError) {
    this.#load = load;
    this.#toError = toError;
  }

  /** The runtime; undefined until it is loaded. */
  get current(): SessionRuntime | undefined {
    return this.#loaded;
  }

  /** Emits the runtime; errors with `REFRESH_UNAVAILABLE` if it cannot be loaded. */
  get runtime$(): Observable<SessionRuntime> {
    return this.#loaded ? of(this.#loaded) : from(this.load());
  }

  /**
   * Calls `action` with the runtime, now or when it is loaded; calls `otherwise` if it cannot be
   * loaded.
   */
  run(
    action: (runtime: SessionRuntime) => unknown = () => undefined,
    otherwise: () => unknown = () => undefined,
  ): void {
    this.runtime$.subscribe({ next: action, error: otherwise });
  }

  /** Starts the download, or joins the one under way. */
  load(): Promise<SessionRuntime> {
    this.#loading ??= this.#load().then(
      (runtime) => {
        return (this.#loaded = runtime);
      },
      (cause: unknown) => {
        this.#loading = undefined;
        throw this.#toError(cause);
      },
    );
    return this.#loading;
  }
}
