// Assembles the emulator: its pools, its API and their servers.

import { randomBytes } from 'node:crypto';
import { AccessTokenCheck } from './tokens/access-token-check';
import { ApiService } from './server/api-service';
import { AuthSessions } from './state/auth-sessions';
import { CallLog } from './server/call-log';
import { ControlRoute } from './controls/control-route';
import { FailedAttempts } from './state/failed-attempts';
import { Faults } from './server/faults';
import { RequestPipeline, type Service } from './server/request-pipeline';
import { GatewayAuthorizer } from './tokens/gateway-authorizer';
import { IssuedTokens } from './tokens/issued-tokens';
import { Issuer } from './pool/issuer';
import { TestControls, type SharedState } from './controls/test-controls';
import { UserDirectory } from './pool/local-users';
import type { LoopbackServer } from './server/loopback-server';
import { MessageOutbox } from './pool/message-outbox';
import { MovableClock } from './pool/movable-clock';
import type { ResolvedOptions } from './pool/options';
import { Outages } from './server/outages';
import { Passkeys } from './state/passkeys';
import type { PoolState } from './state/pool-state';
import { PoolRouter } from './server/pool-router';
import { PoolService } from './server/pool-service';
import { RefreshTokens } from './tokens/refresh-tokens';
import { SessionRefresh } from './tokens/session-refresh';
import { Settings } from './pool/settings';
import type { SigningKeys } from './tokens/signing-keys';
import { TokenBreaker } from './server/token-breaker';
import { TokenIssuer } from './tokens/token-issuer';
import { UserPool } from './server/user-pool';
import { VerificationCodes } from './state/verification-codes';
import { WellKnownDocuments } from './server/well-known-documents';

/** A running pool and API with their test controls. */
export interface LocalCognito extends Pick<TestControls, keyof TestControls> {
  /**
   * The endpoint of all pools, for example `http://localhost:1234/`. The tokens' issuer is
   * `${poolUrl}${userPoolId}` by default; the option `issuer` changes it.
   */
  readonly poolUrl: string;
  /** For example `http://localhost:1235/`. */
  readonly apiUrl: string;
  /** Stops both servers and closes their connections. */
  stop(): Promise<void>;
}

/** The parts from which a pool is assembled. */
export interface PoolPlan {
  readonly options: ResolvedOptions;
  readonly keys: SigningKeys;
}

interface AssembledPool {
  readonly state: PoolState;
  readonly service: PoolService;
}

/** Assembles the pools and the API and lets their servers answer. */
export function assembleEmulator(
  plans: readonly [PoolPlan, ...PoolPlan[]],
  poolServer: LoopbackServer,
  apiServer: LoopbackServer,
): LocalCognito {
  const clock = new MovableClock();
  const shared = { clock, faults: new Faults(), outages: new Outages(), log: new CallLog() };
  const [plan, ...otherPlans] = plans;
  const first = assemblePool(plan, clock, poolServer.url);
  const further = otherPlans.map((other) => assemblePool(other, clock, poolServer.url));
  const states = [first, ...further].map(({ state }) => state);
  const controls = new Emulator(
    shared,
    first.state,
    further.map(({ state }) => state),
    poolServer,
    apiServer,
  );
  controls.open(
    new PoolRouter(
      first.service,
      further.map(({ service }) => service),
    ),
    new ApiService(states, first.state.settings),
  );
  return controls;
}

class Emulator extends TestControls implements LocalCognito {
  readonly poolUrl: string;
  readonly apiUrl: string;
  private readonly pipelines: RequestPipeline[] = [];

  constructor(
    private readonly all: SharedState,
    first: PoolState,
    further: readonly PoolState[],
    private readonly poolServer: LoopbackServer,
    private readonly apiServer: LoopbackServer,
  ) {
    super(all, first, further);
    this.poolUrl = poolServer.url;
    this.apiUrl = apiServer.url;
  }

  open(pools: Service, api: Service): void {
    const poolPipeline = this.createPipeline(pools);
    const apiPipeline = this.createPipeline(api);
    const control = new ControlRoute(this);
    this.poolServer.serve((request, response) =>
      control.takes(request)
        ? control.serve(request, response)
        : poolPipeline.serve(request, response),
    );
    this.apiServer.serve((request, response) => apiPipeline.serve(request, response));
  }

  async stop(): Promise<void> {
    for (const pipeline of this.pipelines) {
      pipeline.stop();
    }
    await Promise.all([this.poolServer.close(), this.apiServer.close()]);
  }

  private createPipeline(service: Service): RequestPipeline {
    const { faults, outages, log, clock } = this.all;
    const pipeline = new RequestPipeline(service, faults, outages, log, clock);
    this.pipelines.push(pipeline);
    return pipeline;
  }
}

function assemblePool(plan: PoolPlan, clock: MovableClock, url: string): AssembledPool {
  const { options, keys } = plan;
  const settings = new Settings(options);
  const issuer = new Issuer(`${url}${options.userPoolId}`, settings);
  const state = createState(plan, clock, settings, issuer);
  const { users, refreshTokens, issued } = state;
  const tokens = new TokenIssuer(issuer, keys, issued, settings, clock);
  const pool = new UserPool({
    ...state,
    issuer: tokens,
    deviceGroupKey: `-${randomBytes(6).toString('base64url')}`,
    sessionRefresh: new SessionRefresh(refreshTokens, users, tokens, settings, clock),
    accessTokens: new AccessTokenCheck(keys, issued, users, clock),
  });
  const documents = new WellKnownDocuments(options.userPoolId, issuer, keys);
  const service = new PoolService(state, pool, documents, new TokenBreaker(keys, issued));
  return { state, service };
}

function createState(
  { options, keys }: PoolPlan,
  clock: MovableClock,
  settings: Settings,
  issuer: Issuer,
): PoolState {
  const issued = new IssuedTokens();
  const { usernameAliases, caseSensitive } = options;
  const users = new UserDirectory(options.users, usernameAliases, caseSensitive, clock);
  return {
    clock,
    issued,
    settings,
    users,
    refreshTokens: new RefreshTokens(clock),
    authorizer: new GatewayAuthorizer(issuer, options.apiScopes, keys, issued, clock),
    authSessions: new AuthSessions(settings, clock),
    attempts: new FailedAttempts(clock, (name) => users.keyOf(name)),
    outbox: new MessageOutbox(clock),
    codes: new VerificationCodes(clock),
    passkeys: new Passkeys(clock, options.relyingPartyId),
  };
}
