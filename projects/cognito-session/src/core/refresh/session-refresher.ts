// Shares refreshes: callers of this tab that want the same refresh share one flight, and the others
// follow in turn. RefreshInTurn does the work. Each outcome is applied to the session of this tab
// before any caller gets it.

import { defer, type Observable, of, shareReplay, switchMap } from 'rxjs';
import { readClientMetadata } from '../config/client-metadata';
import { RefreshInTurn } from './refresh-in-turn';
import { refreshFailed } from './refresh-call';
import { RefreshCooldown } from './refresh-cooldown';
import type {
  RefresherParts,
  RefreshOutcome,
  RefreshRequest,
  RefreshTurn,
  SettledRefresh,
} from './refresh-request';
import type { CurrentSession } from '../session/current-session';
import { SessionError } from '../session-error';
import { applyRefresh } from './settled-refresh';
import { limitTime } from '../time-limit';
import type { TokenRevocation } from './token-revocation';

/**
 * The time limit of one flight, in milliseconds: its wait for the lock (WAIT, 25 s) and its hold of
 * it (HOLD, 20 s), even if the store hangs. A flight with other client metadata also waits for
 * those before it.
 */
const FLIGHT_MS = 45_000;

/** A refresh that is under way, or waits for the one before it. */
interface Flight {
  readonly generation: string;
  /** The client metadata for Cognito as text; equal metadata have equal texts. */
  readonly metadata: string;
  readonly insists: boolean;
  /** Emits the one outcome, never errors. */
  readonly outcome$: Observable<RefreshOutcome>;
}

/** Refreshes sessions of one pool client. */
export class SessionRefresher {
  /** The cooldown after a failure; automatic refreshes wait for its end. */
  readonly cooldown: RefreshCooldown;
  readonly #parts: RefresherParts;
  readonly #turn: RefreshInTurn;
  readonly #current: CurrentSession;
  /** The flights, in the order of their requests. */
  #flights: readonly Flight[] = [];
  #disposed = false;

  constructor(parts: RefresherParts, revocation: TokenRevocation, current: CurrentSession) {
    this.#parts = parts;
    this.#current = current;
    this.cooldown = new RefreshCooldown(parts.clock, parts.page, parts.locks);
    this.#turn = new RefreshInTurn(parts, revocation, this.cooldown);
  }

  /**
   * Joins a flight for the session's generation, or starts one. An automatic refresh joins any
   * flight. A forced refresh joins a flight with equal client metadata, or else follows those under
   * way, because Cognito's triggers must get its metadata. A flight goes on even if every
   * subscriber leaves: Cognito may already have rotated the token. Emits one outcome, never errors.
   */
  refresh(request: RefreshRequest): Observable<RefreshOutcome> {
    const { generation } = request.active;
    const forced = request.because === 'forced';
    const turn = this.#turnOf(request);
    if (turn instanceof SessionError) return of(refreshFailed(turn));
    const metadata = textOf(turn.clientMetadata);
    const flights = this.#flights.filter((flight) => flight.generation === generation);
    const joined = flights.find((flight) => !forced || flight.metadata === metadata);
    if (joined) {
      return joined.outcome$.pipe(
        // An automatic refresh may have adopted another tab's session, whose metadata is unknown
        // here.
        switchMap((outcome) =>
          turn.insists && !joined.insists && outcome.kind === 'adopted'
            ? this.refresh({ ...request, active: outcome.active })
            : of(outcome),
        ),
      );
    }
    const cooldown = forced ? null : this.cooldown.current(generation);
    if (cooldown) return of(cooldown);
    const flight: Flight = {
      generation,
      metadata,
      insists: turn.insists,
      // `shareReplay` shares the call itself, a promise. If the waiters were observers of its
      // subject, completing it would take quadratic time (docs/adr/0007).
      outcome$: defer(() => of(this.#fly(turn, flights.at(-1), flight))).pipe(
        shareReplay(1),
        switchMap((outcome) => outcome),
      ),
    };
    this.#flights = [...this.#flights, flight];
    return flight.outcome$;
  }

  /**
   * When the app is destroyed, a refresh under way still stores its session, and emits no event.
   */
  dispose(): void {
    this.#disposed = true;
    this.cooldown.dispose();
  }

  /** The request with the client metadata for Cognito, or the error of a wrong setting. */
  #turnOf(request: RefreshRequest): RefreshTurn | SessionError {
    const { clientMetadata: own, because } = request;
    try {
      const clientMetadata = own ?? readClientMetadata(this.#parts.config.clientMetadata);
      return { ...request, clientMetadata, insists: because === 'forced' && own !== undefined };
    } catch (error) {
      if (error instanceof SessionError) return error;
      throw error;
    }
  }

  /**
   * Runs a refresh after the one before it, with the session from that one, and applies its
   * outcome.
   */
  async #fly(
    turn: RefreshTurn,
    before: Flight | undefined,
    flight: Flight,
  ): Promise<RefreshOutcome> {
    const left =
      before &&
      (await new Promise<RefreshOutcome>((resolve) => before.outcome$.subscribe(resolve)));
    const request = { ...turn, active: left?.active ?? turn.active };
    const outcome = await this.#run(request);
    this.#flights = this.#flights.filter((other) => other !== flight);
    this.#apply({ request, outcome });
    return outcome;
  }

  #apply(settled: SettledRefresh): void {
    if (!this.#disposed) applyRefresh(this.#current, settled);
  }

  async #run(request: RefreshTurn): Promise<RefreshOutcome> {
    const { clock, locks } = this.#parts;
    // Runs in a later task: if the store fails, an observer of that event may call this again, and
    // must find the flight.
    const work = Promise.resolve().then(() =>
      locks.exclusively(() => this.#turn.refresh(request, clock.monotonic())),
    );
    try {
      return await limitTime(FLIGHT_MS, clock, () => work);
    } catch (error) {
      // The outcome is applied even after the limit: the page may have been frozen.
      work.then((outcome) => this.#apply({ request, outcome })).catch(() => undefined);
      return refreshFailed(error);
    }
  }
}

/** Makes equal texts of equal metadata, in any order. */
function textOf(metadata: Record<string, string> | undefined): string {
  return JSON.stringify(Object.entries(metadata ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));
}
