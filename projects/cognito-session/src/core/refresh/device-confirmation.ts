// Confirms devices that a pool begins to track: at the sign-in, and, if that fails, before the
// first refresh. Cognito refuses to refresh the session of an unconfirmed device.

import { Subject } from 'rxjs';
import type { Clock } from '../clock';
import type { CognitoGateway } from '../cognito/cognito-gateway';
import { claimedDeviceKey, type DeviceRecord, type DeviceRecords } from './device-key';
import type { ActiveSession } from '../session/active-session';
import { remainingSeconds } from '../session/session-lifetime';
import { judgeRefreshFailure, type RefreshFailure } from './refresh-call';
import { callRepeatedly } from '../cognito/retry-policy';
import { SessionError, type SessionErrorCode } from '../session-error';

/** Limits in milliseconds: one call, and all of them with their pauses. */
const AT_SIGN_IN = { callMs: 5000, allMs: 10_000 };
/** The same under the lock of all tabs: the refresh that follows needs its full TRY. */
const AT_REFRESH = { callMs: 2000, allMs: 3000 };
/** The least time for a call, in milliseconds; Cognito would hardly answer sooner. */
const LEAST_MS = 500;
/** The largest number of calls, as for a refresh. */
const CALLS = 3;
/** Cognito's error if an earlier call has confirmed the device and only its answer was lost. */
const CONFIRMED_BEFORE = /^DeviceKeyExists/i;

/** A device that Cognito named in `NewDeviceMetadata`, with the input of its confirmation. */
export type NewDevice = Pick<DeviceRecord, 'deviceKey'> & NonNullable<DeviceRecord['unconfirmed']>;

/** The outcome of a confirmation. */
export type DeviceOutcome =
  | {
      readonly confirmed: true;
      /** Whether the pool wants the user to decide if the device is remembered. */
      readonly userDecides: boolean;
    }
  | {
      readonly confirmed: false;
      readonly error: SessionError;
      /** Whether a later call may succeed. */
      readonly mayPass: boolean;
    };

/** The parts that {@link DeviceConfirmation} uses. */
export interface DeviceConfirmationParts {
  readonly gateway: CognitoGateway;
  readonly clock: Clock;
  /** The stored devices; without them no device is confirmed later. */
  readonly deviceRecords?: DeviceRecords;
}

/** Confirms devices. */
export class DeviceConfirmation {
  /** Emits each confirmation that fails before a refresh. */
  readonly failures$ = new Subject<SessionError>();
  readonly #parts: DeviceConfirmationParts;

  constructor(parts: DeviceConfirmationParts) {
    this.#parts = parts;
  }

  /**
   * Confirms a device with the access token it came with: at most 3 calls, 10 s in all. Never
   * rejects.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmDevice.html
   */
  async confirm(
    device: NewDevice,
    accessToken: string,
    limits = AT_SIGN_IN,
  ): Promise<DeviceOutcome> {
    const { gateway, clock } = this.#parts;
    const input = {
      AccessToken: accessToken,
      DeviceKey: device.deviceKey,
      DeviceName: device.deviceName,
      DeviceSecretVerifierConfig: device.verifier,
    };
    try {
      const { UserConfirmationNecessary: userDecides = false } = await callRepeatedly(
        (signal) => gateway.send('ConfirmDevice', input, { signal }),
        judge,
        clock,
        {
          calls: CALLS,
          callMs: limits.callMs,
          leastMs: LEAST_MS,
          deadline: clock.monotonic() + limits.allMs,
        },
      );
      return { confirmed: true, userDecides };
    } catch (error) {
      const failure = judgeRefreshFailure(error);
      if (CONFIRMED_BEFORE.test(failure.name)) return { confirmed: true, userDecides: false };
      const mayPass = failure.code === 'REFRESH_UNAVAILABLE';
      return { confirmed: false, error: unconfirmed(failure, error, mayPass), mayPass };
    }
  }

  /**
   * Confirms the device of a session before its refresh, if it is unconfirmed. Resolves when the
   * refresh can go on: the device is confirmed, or it never will be, and then Cognito refuses the
   * refresh. Rejects with Cognito's answer if the confirmation may succeed later.
   */
  async confirmKept(active: ActiveSession): Promise<void> {
    const { clock, deviceRecords } = this.#parts;
    const record = await deviceRecords?.read(active);
    const { deviceKey, unconfirmed: pending, ...rest } = record ?? {};
    // The record may belong to a later sign-in of the same user.
    const ours = deviceKey === (claimedDeviceKey(active) || deviceKey);
    if (!deviceRecords || !deviceKey || !pending || !ours) return;
    const accessToken = active.session.getAccessToken().getJwtToken();
    const outcome = await this.confirm({ deviceKey, ...pending }, accessToken, AT_REFRESH);
    if (outcome.confirmed) {
      await deviceRecords.write(active, { deviceKey, ...rest });
      return;
    }
    const { error, mayPass } = outcome;
    // Emits in a later task: while the refresh holds the lock of all tabs, it must not run the
    // app's observers.
    void Promise.resolve().then(() => this.failures$.next(error));
    if (!mayPass) await deviceRecords.write(active, null);
    // An expired access token cannot confirm a device: then the refresh decides whether the session
    // ends.
    else if (remainingSeconds(active, clock) > 0) throw error.cause;
  }
}

/**
 * Repeats a call without an answer, which a refresh must not: confirming a device twice does no
 * harm.
 */
function judge(error: unknown): RefreshFailure {
  const failure = judgeRefreshFailure(error);
  return { ...failure, retry: failure.retry || failure.offline };
}

/** The codes of a failed confirmation; none of them ends the session. */
const CODES: Readonly<Record<RefreshFailure['code'], SessionErrorCode>> = {
  SESSION_EXPIRED: 'NOT_SIGNED_IN',
  REFRESH_UNAVAILABLE: 'REFRESH_UNAVAILABLE',
  INVALID_CONFIG: 'INVALID_CONFIG',
  INVALID_TOKEN: 'INVALID_TOKEN',
};

function unconfirmed(
  { code, name }: RefreshFailure,
  cause: unknown,
  mayPass: boolean,
): SessionError {
  const next = mayPass
    ? 'it is tried again before the session is refreshed'
    : 'Cognito will refuse to refresh the session';
  const message = `the device could not be confirmed (${name}); ${next}`;
  return new SessionError(CODES[code], message, cause);
}
