import { randomBytes } from 'node:crypto';
import { AccessTokenCheck } from './access-token-check';
import { ApiService } from './api-service';
import { AuthSessions } from './auth-sessions';
import { CallLog } from './call-log';
import { ControlRoute } from './control-route';
import { FailedAttempts } from './failed-attempts';
import { Faults } from './faults';
import { FrontDoor, type Service } from './front-door';
import { GatewayAuthorizer } from './gateway-authorizer';
import { IssuedTokens } from './issued-tokens';
import { Issuer } from './issuer';
import { Levers, type EmulatorState } from './levers';
import { UserDirectory } from './local-users';
import type { LoopbackServer } from './loopback-server';
import { MessageOutbox } from './message-outbox';
import { MovableClock } from './movable-clock';
import type { ResolvedOptions } from './options';
import { Outages } from './outages';
import { Passkeys } from './passkeys';
import { PoolService } from './pool-service';
import { RefreshTokens } from './refresh-tokens';
import { SessionRefresh } from './session-refresh';
import { Settings } from './settings';
import type { SigningKeys } from './signing-keys';
import { TokenBreaker } from './token-breaker';
import { TokenIssuer } from './token-issuer';
import { UserPool } from './user-pool';
import { VerificationCodes } from './verification-codes';
import { WellKnownDocuments } from './well-known-documents';

/** A running pool and API with their levers. */
export interface LocalCognito extends Pick<Levers, keyof Levers> {
  readonly userPoolId: string;
  readonly clientId: string;
  /** For example `http://localhost:1234/`; the tokens' issuer, unless `issuer` says otherwise, is
   * `${poolUrl}${userPoolId}`.
   */
  readonly poolUrl: string;
  /** For example `http://localhost:1235/`. */
  readonly apiUrl: string;
  /** Stops both servers and closes their connections. */
  stop(): Promise<void>;
}

/** Puts the pool and the API behind their servers and opens them. */
export function assembleEmulator(
  options: ResolvedOptions,
  keys: SigningKeys,
  poolServer: LoopbackServer,
  apiServer: LoopbackServer,
): LocalCognito {
  const settings = new Settings(options);
  const issuer = new Issuer(`${poolServer.url}${options.userPoolId}`, settings);
  const state = createState(options, keys, issuer, settings);
  const emulator = new Emulator(state, options, poolServer, apiServer);
  const { authorizer, issued } = state;
  emulator.open(
    createPoolService(state, keys, issuer),
    new ApiService(authorizer, issued, settings),
  );
  return emulator;
}

class Emulator extends Levers implements LocalCognito {
  readonly userPoolId: string;
  readonly clientId: string;
  readonly poolUrl: string;
  readonly apiUrl: string;
  private readonly doors: FrontDoor[] = [];

  constructor(
    private readonly emulated: EmulatorState,
    options: ResolvedOptions,
    private readonly poolServer: LoopbackServer,
    private readonly apiServer: LoopbackServer,
  ) {
    super(emulated);
    this.userPoolId = options.userPoolId;
    this.clientId = options.clientId;
    this.poolUrl = poolServer.url;
    this.apiUrl = apiServer.url;
  }

  open(pool: Service, api: Service): void {
    const poolDoor = this.door(pool);
    const apiDoor = this.door(api);
    const control = new ControlRoute(this);
    this.poolServer.serve((request, response) =>
      control.takes(request) ? control.serve(request, response) : poolDoor.serve(request, response),
    );
    this.apiServer.serve((request, response) => apiDoor.serve(request, response));
  }

  async stop(): Promise<void> {
    for (const door of this.doors) {
      door.stop();
    }
    await Promise.all([this.poolServer.close(), this.apiServer.close()]);
  }

  private door(service: Service): FrontDoor {
    const { faults, outages, log } = this.emulated;
    const door = new FrontDoor(service, faults, outages, log);
    this.doors.push(door);
    return door;
  }
}

function createState(
  options: ResolvedOptions,
  keys: SigningKeys,
  issuer: Issuer,
  settings: Settings,
): EmulatorState {
  const clock = new MovableClock();
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
    faults: new Faults(),
    outages: new Outages(),
    log: new CallLog(),
  };
}

function createPoolService(state: EmulatorState, keys: SigningKeys, issuer: Issuer): Service {
  const { clock, settings, users, refreshTokens, issued } = state;
  const tokens = new TokenIssuer(issuer, keys, issued, settings, clock);
  const pool = new UserPool({
    ...state,
    issuer: tokens,
    deviceGroupKey: `-${randomBytes(6).toString('base64url')}`,
    sessionRefresh: new SessionRefresh(refreshTokens, users, tokens, settings, clock),
    accessTokens: new AccessTokenCheck(keys, issued, users, clock),
  });
  const documents = new WellKnownDocuments(settings.value.userPoolId, issuer, keys);
  const breaker = new TokenBreaker(keys, issued);
  return new PoolService(pool, documents, users, refreshTokens, issued, breaker);
}
