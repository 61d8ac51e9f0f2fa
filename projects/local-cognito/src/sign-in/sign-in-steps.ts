// The answers of a sign-in: a challenge, or tokens.

import { randomUUID } from 'node:crypto';
import { accountRefusals } from '../pool/account-refusals';
import { refusals } from '../pool/cognito-error';
import type { PoolParts } from '../state/pool-parts';
import type { PoolDevice, PoolUser } from '../pool/pool-user';
import type { TokenFamily } from '../tokens/refresh-tokens';
import type { SrpExchange } from '../state/srp-server';
import type {
  ChallengeName,
  SignInAttempt,
  SignInProgress,
  SignInStep,
} from '../state/sign-in-progress';
import type { AuthenticationResult } from '../tokens/token-issuer';

/** The answers of InitiateAuth and RespondToAuthChallenge: a challenge, or tokens. */
export class SignInSteps {
  constructor(private readonly parts: PoolParts) {}

  /** The next challenge with its session; `awaits` names it. */
  challenge(
    progress: SignInProgress & { readonly awaits: ChallengeName },
    parameters: Readonly<Record<string, string>>,
  ): SignInStep {
    return {
      ChallengeName: progress.awaits,
      ChallengeParameters: parameters,
      Session: this.parts.authSessions.start(progress),
    };
  }

  /**
   * PASSWORD_VERIFIER. USER_SRP_AUTH has no `Session`: the secret block carries its state, as
   * measured in https://github.com/ministackorg/ministack/pull/1758
   */
  passwordVerifier(progress: SignInProgress, srp: SrpExchange): SignInStep {
    const { username, flow } = progress;
    const ChallengeParameters = {
      ...srp.parameters,
      USERNAME: username,
      USER_ID_FOR_SRP: username,
    };
    const session = flow === 'USER_SRP_AUTH' ? srp.secretBlock : undefined;
    const Session = this.parts.authSessions.start(progress, session);
    const step = { ChallengeName: 'PASSWORD_VERIFIER', ChallengeParameters };
    return session === undefined ? { ...step, Session } : step;
  }

  /** Issues the tokens of a new session and resets the count of failures. */
  async tokens(attempt: SignInAttempt, user: PoolUser): Promise<SignInStep> {
    const { settings, refreshTokens, attempts } = this.parts;
    const { sessionTracking } = settings.value;
    // Checked again: an administrator may have changed the account between two steps.
    if (user.disabled) {
      throw refusals.userDisabled();
    }
    attempts.succeed(user.username);
    const known = attempt.deviceKey ?? null;
    const added = known === null ? this.newDevice(attempt, user) : null;
    const client = settings.client(attempt.clientId) ?? settings.value;
    const family = refreshTokens.startFamily({
      username: user.username,
      sub: user.sub,
      clientId: attempt.clientId,
      validitySeconds: client.refreshTokenValiditySeconds,
      deviceKey: known ?? added?.key ?? null,
      trackedOrigin: sessionTracking ? attempt.origin : null,
    });
    const tokens = await this.firstTokens(user, family, attempt.clientMetadata);
    const result = { ...tokens, RefreshToken: refreshTokens.issue(family) };
    const NewDeviceMetadata = added && { DeviceKey: added.key, DeviceGroupKey: added.groupKey };
    return {
      AuthenticationResult: NewDeviceMetadata === null ? result : { ...result, NewDeviceMetadata },
      ChallengeParameters: {},
    };
  }

  /** Drops the family again if the trigger refuses its tokens. */
  private async firstTokens(
    user: PoolUser,
    family: TokenFamily,
    clientMetadata: SignInAttempt['clientMetadata'],
  ): Promise<AuthenticationResult> {
    const source = 'TokenGeneration_Authentication';
    try {
      const tokens = await this.parts.issuer.issue(user, family, { source, clientMetadata });
      this.evictSessions(family);
      return tokens;
    } catch (error) {
      family.revoked = true;
      throw error;
    }
  }

  /**
   * Revokes the least recently used sessions beyond `maxSessionsPerUser`. Not confirmed: the error
   * of an evicted session's refresh. Here it says that the token has been revoked.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolTokenSessionConfigType.html
   */
  private evictSessions(started: TokenFamily): void {
    const { settings, refreshTokens } = this.parts;
    const others = refreshTokens
      .activeFamilies(started.username)
      .filter((family) => family !== started && family.session !== null)
      .sort((a, b) => lastActive(a) - lastActive(b));
    const tooMany = others.length + 1 - settings.value.maxSessionsPerUser;
    if (started.session !== null && tooMany > 0) {
      for (const family of others.slice(0, tooMany)) {
        family.revoked = true;
      }
    }
  }

  /** The key of a confirmed device, or null if the sign-in names none. Refuses an unknown key. */
  deviceKey(username: string, key: string | undefined): string | null {
    if (key === undefined || this.parts.settings.value.deviceTracking === 'off') {
      return null;
    }
    const device = this.parts.users.find(username)?.devices.get(key);
    if (device === undefined) {
      throw accountRefusals.deviceNotFound();
    }
    return device.verifier === null ? null : key;
  }

  /**
   * USER_PASSWORD_AUTH gets no device:
   * https://repost.aws/knowledge-center/cognito-invalid-refresh-token-error
   */
  private newDevice(attempt: SignInAttempt, user: PoolUser): PoolDevice | null {
    const { settings, clock } = this.parts;
    if (settings.value.deviceTracking === 'off' || attempt.flow === 'USER_PASSWORD_AUTH') {
      return null;
    }
    const [region = ''] = settings.value.userPoolId.split('_');
    const now = clock.now();
    const device: PoolDevice = {
      key: `${region}_${randomUUID()}`,
      groupKey: this.parts.deviceGroupKey,
      name: '',
      verifier: null,
      remembered: false,
      createdAt: now,
      modifiedAt: now,
      authenticatedAt: now,
    };
    user.devices.set(device.key, device);
    return device;
  }
}

function lastActive({ session }: TokenFamily): number {
  return session?.lastActiveAt ?? 0;
}
