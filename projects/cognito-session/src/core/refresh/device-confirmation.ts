// Confirms devices that a pool begins to track: at the sign-in, and once more before the first
// refresh. Cognito refuses to refresh sessions of devices that were never confirmed.

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
/** Under the lock of all tabs, where the refresh needs its whole TRY afterwards. */
const AT_REFRESH = { callMs: 2000, allMs: 3000 };
/** A call with less time than this would hardly be answered, in milliseconds. */
const LEAST_MS = 500;
/** As many as of a refresh. */
const CALLS = 3;
/** Cognito's answer when an earlier call got through and its answer was lost. */
const CONFIRMED_BEFORE = /^DeviceKeyExists/i;

/** A device that Cognito named in `NewDeviceMetadata`, with what its confirmation takes. */
export type NewDevice = Pick<DeviceRecord, 'deviceKey'> & NonNullable<DeviceRecord['unconfirmed']>;

/** What came of a confirmation. */
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

/** What {@link DeviceConfirmation} works with. */
export interface DeviceConfirmationParts {
  readonly gateway: CognitoGateway;
  readonly clock: Clock;
  /** Where the devices are kept; without it none is confirmed later. */
  readonly deviceRecords?: DeviceRecords;
}

/** Confirms devices. */
export class DeviceConfirmation {
  /** Every confirmation that failed before a refresh. */
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
   * Confirms the device of a session that is about to be refreshed, if that is still to be done.
   * Resolves when the refresh can go on: the device is confirmed, or it never will be, and then
   * Cognito's refusal of the refresh says so. Rejects with Cognito's answer when the confirmation
   * may succeed later.
   */
  async confirmKept(active: ActiveSession): Promise<void> {
    const { clock, deviceRecords } = this.#parts;
    const record = await deviceRecords?.read(active);
    const { deviceKey, unconfirmed: pending, ...rest } = record ?? {};
    // The record may be of a later sign-in of the same user.
    const ours = deviceKey === (claimedDeviceKey(active) || deviceKey);
    if (!deviceRecords || !deviceKey || !pending || !ours) return;
    const accessToken = active.session.getAccessToken().getJwtToken();
    const outcome = await this.confirm({ deviceKey, ...pending }, accessToken, AT_REFRESH);
    if (outcome.confirmed) {
      await deviceRecords.write(active, { deviceKey, ...rest });
      return;
    }
    const { error, mayPass } = outcome;
    // Not in this tick: the refresh holds the lock of all tabs and calls no code of the app.
    void Promise.resolve().then(() => this.failures$.next(error));
    if (!mayPass) await deviceRecords.write(active, null);
    // An expired access token confirms nothing any more: then the refresh tells how the session
    // ends.
    else if (remainingSeconds(active, clock) > 0) throw error.cause;
  }
}

/**
 * Confirming a device twice does no harm, so that a call that nobody answered is made again, unlike
 * a refresh.
 */
function judge(error: unknown): RefreshFailure {
  const failure = judgeRefreshFailure(error);
  return { ...failure, retry: failure.retry || failure.offline };
}

/** Codes for people who look into a failed confirmation; none of them ends the session. */
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
