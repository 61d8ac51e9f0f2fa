// The types of a refresh: its request, its parts and its outcome.

import type { Clock } from '../clock';
import type { CognitoGateway } from '../cognito/cognito-gateway';
import type { DeviceKeyOf, DeviceRecords } from './device-key';
import type { EndedGenerations } from '../session/ended-generations';
import type { ActiveSession } from '../session/active-session';
import type { PageLifecycle } from '../tabs/page-lifecycle';
import type { RefreshFailed } from './refresh-call';
import type { CheckedConfig } from '../config/session-config';
import type { SessionPersistence } from '../store/session-persistence';
import type { SuspendedSignIns } from '../store/suspended-sign-ins';
import type { TabChannel } from '../tabs/tab-channel';
import type { TabLocks } from '../tabs/tab-locks';

/** Metadata that Cognito passes to its Lambda triggers. */
export type ClientMetadata = Record<string, string>;

/** A request for a refresh. */
export interface RefreshRequest {
  readonly active: ActiveSession;
  /**
   * `'margin'`: the token is about to expire. `'rejected'`: an API refused it. `'forced'`: the app
   * wants new claims.
   */
  readonly because: 'margin' | 'rejected' | 'forced';
  /** The caller's own metadata; default: the setting `clientMetadata`. */
  readonly clientMetadata?: ClientMetadata | undefined;
}

/**
 * The outcome of a refresh. `'superseded'`: the session ended or changed meanwhile; the store has
 * the present one.
 */
export type RefreshOutcome =
  | { readonly kind: 'refreshed' | 'adopted'; readonly active: ActiveSession }
  | { readonly kind: 'superseded'; readonly active?: undefined }
  | RefreshFailed;

/** A refresh under way. */
export interface RefreshTurn extends RefreshRequest {
  /** Whether Cognito must get this client metadata, so that another tab's session will not do. */
  readonly insists: boolean;
}

/** A refresh and its outcome. */
export interface SettledRefresh {
  readonly request: RefreshRequest;
  readonly outcome: RefreshOutcome;
}

/** The parts of a session that the start creates. */
export interface SessionParts {
  readonly config: CheckedConfig;
  readonly clock: Clock;
  readonly persistence: SessionPersistence;
  readonly channel: TabChannel;
}

/** The parts that a refresher uses. */
export interface RefresherParts extends SessionParts {
  readonly gateway: CognitoGateway;
  readonly locks: TabLocks;
  readonly page: PageLifecycle;
  /** The generations that are over; an answer for one of them is dropped. */
  readonly ended: EndedGenerations;
  /** Finds the remembered device of a session if the pool tracks devices; never rejects. */
  readonly deviceKey?: DeviceKeyOf;
  /** The records of remembered devices, also of unconfirmed ones. */
  readonly deviceRecords?: DeviceRecords;
  /** The sign-ins that wait for another page. */
  readonly suspended?: SuspendedSignIns;
  /**
   * Confirms a session's device if it is unconfirmed; rejects if the refresh must wait for that.
   */
  readonly confirmDevice?: (active: ActiveSession) => Promise<void>;
}
