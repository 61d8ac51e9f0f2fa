// Shares refreshes: one flight for all callers of this tab that want the same, and the others in turn.
// RefreshInTurn does the work. An outcome goes up; this changes no state of its owner.

import { from, type Observable, of, Subject, switchMap } from 'rxjs';
import { readClientMetadata } from '../config/client-metadata';
import { RefreshInTurn } from './refresh-in-turn';
import { refreshFailed } from './refresh-call';
import { RefreshPause } from './refresh-pause';
import type {
  RefresherParts,
  RefreshOutcome,
  RefreshRequest,
  RefreshTurn,
  SettledRefresh,
} from './refresh-request';
import { SessionError } from '../session-error';
import { limitTime } from '../time-limit';
import type { TokenRevocation } from './token-revocation';

/**
 * One flight, with its wait for the lock (WAIT, 25 s) and its hold of it (HOLD, 20 s), in milliseconds: nobody waits
 * longer for it, even for a store that hangs. Whoever follows others with other client metadata waits for each of them.
 */
const FLIGHT_MS = 45_000;

/** A refresh under way, or waiting for the one before it. */
interface Flight {
  readonly generation: string;
  /** The client metadata that goes to Cognito, as text that is equal when they are. */
  readonly metadata: string;
  readonly insists: boolean;
  readonly outcome: Promise<RefreshOutcome>;
}

/** Refreshes sessions of one pool client. */
export class SessionRefresher {
  /** Every outcome, before any caller of the flight gets it. */
  readonly outcomes$ = new Subject<SettledRefresh>();
  /** After failures; automatic refreshes wait for its end. */
  readonly pause: RefreshPause;
  readonly #parts: RefresherParts;
  readonly #turn: RefreshInTurn;
  /** In the order in which they were asked for. */
  #flights: readonly Flight[] = [];

  constructor(parts: RefresherParts, revocation: TokenRevocation) {
    this.#parts = parts;
    this.pause = new RefreshPause(parts.clock, parts.page, parts.locks);
    this.#turn = new RefreshInTurn(parts, revocation, this.pause);
  }

  /**
   * Joins a flight for the session's generation, or starts one. An automatic refresh joins any; a forced one joins
   * the flight with equal client metadata, and otherwise follows those under way, since Cognito's triggers must
   * see what it asks with. A flight goes on when every subscriber has left: Cognito may already have rotated
   * the token. Emits one outcome, never errors.
   */
  refresh(request: RefreshRequest): Observable<RefreshOutcome> {
    const { generation } = request.held;
    const forced = request.because === 'forced';
    const turn = this.#turnOf(request);
    if (turn instanceof SessionError) return of(refreshFailed(turn));
    const metadata = textOf(turn.clientMetadata);
    const flights = this.#flights.filter((flight) => flight.generation === generation);
    const joined = flights.find((flight) => !forced || flight.metadata === metadata);
    if (joined) {
      return from(joined.outcome).pipe(
        // An automatic one was content with another tab's session, whose metadata nobody here knows.
        switchMap((outcome) =>
          turn.insists && !joined.insists && outcome.kind === 'adopted'
            ? this.refresh({ ...request, held: outcome.held })
            : of(outcome),
        ),
      );
    }
    const pause = forced ? null : this.pause.of(generation);
    if (pause) return of(pause);
    // Shared and replayed by a promise, not by shareReplay, whose subject takes quadratic time to complete: docs/adr/0007.
    const outcome = this.#follow(turn, flights.at(-1)).then((settled) => {
      this.#flights = this.#flights.filter((other) => other !== flight);
      this.outcomes$.next(settled);
      return settled.outcome;
    });
    const flight: Flight = { generation, metadata, insists: turn.insists, outcome };
    this.#flights = [...this.#flights, flight];
    return from(outcome);
  }

  /** The request with the client metadata that will be sent, or the error of a setting that is wrong. */
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

  /** Runs a refresh after the one before it, with the session that one left. */
  async #follow(turn: RefreshTurn, before: Flight | undefined): Promise<SettledRefresh> {
    const left = before && (await before.outcome);
    const request = { ...turn, held: left?.held ?? turn.held };
    return { request, outcome: await this.#run(request) };
  }

  async #run(request: RefreshTurn): Promise<RefreshOutcome> {
    const { clock, locks } = this.#parts;
    // Not in this tick: a store that fails is told of at once, and who hears it and asks must find the flight.
    const work = Promise.resolve().then(() =>
      locks.exclusively(() => this.#turn.refresh(request, clock.monotonic())),
    );
    try {
      return await limitTime(FLIGHT_MS, clock, () => work);
    } catch (error) {
      // What a flight stores after its limit (the page was frozen, say) is taken over by its own tab, too.
      work.then((outcome) => this.outcomes$.next({ request, outcome })).catch(() => undefined);
      return refreshFailed(error);
    }
  }
}

/** Equal text for equal metadata, whatever its order. */
function textOf(metadata: Record<string, string> | undefined): string {
  return JSON.stringify(Object.entries(metadata ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));
}
