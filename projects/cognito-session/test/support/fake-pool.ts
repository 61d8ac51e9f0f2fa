// A user pool in memory, below the wire: it takes operations, counts them, and answers what Cognito
// would put into an HTTP response. fake-fetch.ts and fake-sdk-gateway.ts put the two gateways in
// front of it.

import type { CognitoOperation } from '../../src/core/cognito/cognito-gateway';
import type { FakeClock } from './fake-clock';
import {
  type Claims,
  CLIENT_ID,
  type FakeTokens,
  issuerOf,
  LIFETIME_SECONDS,
  makeAccessToken,
  makeIdToken,
  makeRefreshToken,
  POOL_ID,
  USER_SUB,
} from './fake-tokens';

/** One HTTP response. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * What a call comes to, instead of the pool's own work: an answer, or a rejection of the transport.
 */
export type Outcome = () => WireAnswer | Promise<WireAnswer>;

/** One call that reached the pool. */
export interface PoolCall {
  readonly operation: CognitoOperation;
  readonly input: Readonly<Record<string, unknown>>;
  /** When it arrived, by the monotonic clock. */
  readonly at: number;
}

/**
 * What becomes of a call that the network loses: whether the pool did its work, and what the caller
 * gets.
 */
export interface Loss {
  readonly lost: 'request' | 'answer';
  readonly outcome: Outcome;
}

/** Settings of a {@link FakePool}. */
export interface FakePoolOptions {
  readonly userPoolId?: string;
  readonly clientId?: string;
  /** URL of the user-pool API; default AWS's. */
  readonly endpoint?: string;
  readonly sub?: string;
  /** Whether each refresh replaces the refresh token; default false. */
  readonly rotation?: boolean;
  /** Time from a call's arrival to its answer; default 30 ms. */
  readonly latencyMs?: number;
  /** How long a rotated refresh token goes on working; default 0. */
  readonly graceMs?: number;
  /** Lifetime of ID and access tokens; default {@link LIFETIME_SECONDS}. */
  readonly lifetimeSeconds?: number;
}

/** A pool with one user, whose tokens it knows. */
export class FakePool {
  readonly userPoolId: string;
  readonly clientId: string;
  /** URL of the user-pool API. */
  readonly endpoint: string;
  /** The `iss` of the tokens to come; default AWS's first form. */
  issuer: string;
  rotation: boolean;
  latencyMs: number;
  graceMs: number;
  lifetimeSeconds: number;
  /** Decides at a call's arrival whether the network loses it. */
  loss: (call: PoolCall) => Loss | undefined = () => undefined;
  /** Refreshes that came with a refresh token which rotation had used up. */
  reused = 0;
  /** Every call, in the order of arrival. */
  readonly calls: PoolCall[] = [];
  /** Calls that were aborted while the answer was waited for, by the time of the abort. */
  readonly abortedAt: number[] = [];
  readonly #clock: FakeClock;
  readonly #sub: string;
  readonly #scripted = new Map<CognitoOperation, Outcome[]>();
  readonly #standing = new Map<CognitoOperation, Outcome>();
  readonly #goodRefreshTokens = new Set<string>();
  /** Whose each refresh token is. */
  readonly #subs = new Map<string, unknown>();
  /** The sign-in that each refresh token comes from. */
  readonly #origins = new Map<string, unknown>();
  #signIns = 0;
  #spoil: ((tokens: FakeTokens) => object) | undefined;
  readonly #goodTokens = new Set<string>();
  /** Rotated refresh tokens, with the time of their first use by the monotonic clock. */
  readonly #usedRefreshTokens = new Map<string, number>();

  constructor(clock: FakeClock, options: FakePoolOptions = {}) {
    this.#clock = clock;
    this.userPoolId = options.userPoolId ?? POOL_ID;
    this.clientId = options.clientId ?? CLIENT_ID;
    this.issuer = issuerOf(this.userPoolId);
    this.endpoint = options.endpoint ?? new URL('/', this.issuer).href;
    this.#sub = options.sub ?? USER_SUB;
    this.rotation = options.rotation ?? false;
    this.latencyMs = options.latencyMs ?? 30;
    this.graceMs = options.graceMs ?? 0;
    this.lifetimeSeconds = options.lifetimeSeconds ?? LIFETIME_SECONDS;
  }

  /** How often an operation was called. */
  count(operation: CognitoOperation): number {
    return this.calls.filter((call) => call.operation === operation).length;
  }

  /** Refreshes that were asked for. */
  get refreshes(): number {
    return this.count('GetTokensFromRefreshToken');
  }

  /** Tokens of a new sign-in, issued now; `claims` replace or add to both tokens' own. */
  issue(claims: Claims = {}): FakeTokens {
    const iat = this.#clock.seconds;
    const exp = iat + this.lifetimeSeconds;
    const origin_jti = `origin-${++this.#signIns}`;
    const shared = { iss: this.issuer, sub: this.#sub, iat, exp, origin_jti, ...claims };
    const tokens = {
      IdToken: makeIdToken({ aud: this.clientId, ...shared }),
      AccessToken: makeAccessToken({ client_id: this.clientId, ...shared }),
      RefreshToken: makeRefreshToken(),
    };
    this.#goodTokens.add(tokens.IdToken).add(tokens.AccessToken);
    this.#goodRefreshTokens.add(tokens.RefreshToken);
    this.#subs.set(tokens.RefreshToken, shared.sub);
    this.#origins.set(tokens.RefreshToken, shared.origin_jti);
    return tokens;
  }

  /**
   * Whether an API that trusts this pool takes an ID or access token; {@link FakePool.disown}
   * changes it.
   */
  accepts(token: string | null): boolean {
    return token !== null && this.#goodTokens.has(token);
  }

  /** APIs refuse every ID and access token issued so far; refresh tokens stay good. */
  disown(): void {
    this.#goodTokens.clear();
  }

  /**
   * What the pool makes of the tokens of its next refresh before it answers; its own work is done.
   */
  spoilNext(spoil: (tokens: FakeTokens) => object): void {
    this.#spoil = spoil;
  }

  /** What the next calls of an operation come to, one outcome each; then the pool works again. */
  next(operation: CognitoOperation, ...outcomes: Outcome[]): void {
    this.#scripted.set(operation, [...(this.#scripted.get(operation) ?? []), ...outcomes]);
  }

  /**
   * What all calls of an operation come to until told otherwise; no outcome: the pool works again.
   */
  always(operation: CognitoOperation, outcome?: Outcome): void {
    if (outcome) this.#standing.set(operation, outcome);
    else this.#standing.delete(operation);
  }

  /**
   * Takes one call. The work is done at its arrival, as on a server; the answer comes `latencyMs`
   * later.
   */
  async handle(
    operation: CognitoOperation,
    input: Readonly<Record<string, unknown>>,
    signal?: AbortSignal,
  ): Promise<WireAnswer> {
    const call = { operation, input, at: this.#clock.monotonic() };
    this.calls.push(call);
    const loss = this.loss(call);
    if (loss?.lost === 'answer') this.#work(operation, input);
    const outcome =
      loss?.outcome ?? this.#scripted.get(operation)?.shift() ?? this.#standing.get(operation);
    const answer = outcome ? undefined : this.#work(operation, input);
    return new Promise<WireAnswer>((resolve, reject) => {
      const cancel = this.#clock.schedule(this.latencyMs, () => {
        Promise.resolve(answer ?? outcome!()).then(resolve, reject);
      });
      signal?.addEventListener('abort', () => {
        cancel();
        this.abortedAt.push(this.#clock.monotonic());
        reject(named('AbortError', 'the call was aborted'));
      });
    });
  }

  #work(operation: CognitoOperation, input: Readonly<Record<string, unknown>>): WireAnswer {
    if (operation === 'RevokeToken') {
      // All tokens of the sign-in, as at Cognito.
      const origin = this.#origins.get(String(input['Token']));
      for (const [token, its] of this.#origins) {
        if (its === origin) this.#goodRefreshTokens.delete(token);
      }
      return { status: 200, headers: {}, body: '' };
    }
    if (operation === 'GlobalSignOut') return json(200, {});
    if (operation !== 'GetTokensFromRefreshToken')
      return serviceError('InternalErrorException', 500);
    const used = String(input['RefreshToken']);
    const now = this.#clock.monotonic();
    const usedAt = this.#usedRefreshTokens.get(used);
    if (usedAt !== undefined) this.reused++;
    if (usedAt !== undefined && now - usedAt >= this.graceMs)
      return serviceError('RefreshTokenReuseException');
    if (usedAt === undefined && !this.#goodRefreshTokens.has(used))
      return serviceError('NotAuthorizedException');
    const issued = this.issue({ sub: this.#subs.get(used), origin_jti: this.#origins.get(used) });
    const { RefreshToken } = issued;
    const { RefreshToken: shown, ...tokens } = (this.#spoil?.(issued) ?? issued) as FakeTokens;
    this.#spoil = undefined;
    if (this.rotation) {
      this.#goodRefreshTokens.delete(used);
      if (usedAt === undefined) this.#usedRefreshTokens.set(used, now);
    } else {
      this.#goodRefreshTokens.delete(RefreshToken);
    }
    return json(200, {
      AuthenticationResult: {
        ...tokens,
        ...(this.rotation && { RefreshToken: shown }),
        ExpiresIn: this.lifetimeSeconds,
        TokenType: 'Bearer',
      },
      ChallengeParameters: {},
    });
  }
}

/** Cognito's answer to a refused call; most have status 400. */
export function serviceError(name: string, status = 400, message = 'refused'): WireAnswer {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': `${name}:` },
    body: JSON.stringify({ __type: name, message }),
  };
}

/** An answer with a JSON body. */
export function json(status: number, body: unknown): WireAnswer {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify(body),
  };
}

/**
 * What `fetch` rejects with when DNS, TLS, CORS or the connection fails; browsers don't tell which.
 */
export function unreachable(message = 'Failed to fetch'): Outcome {
  return () => Promise.reject(new TypeError(message));
}

/** The connection stands and nothing ever comes. */
export const hang: Outcome = () => new Promise<WireAnswer>(() => undefined);

function named(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}
