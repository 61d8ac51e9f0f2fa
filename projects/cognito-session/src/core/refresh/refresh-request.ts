// What a refresh is asked for, what it works with, and what comes of it. Types only.

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

/** What Cognito passes to its Lambda triggers. */
export type ClientMetadata = Record<string, string>;

/** Why a refresh is asked for. */
export interface RefreshRequest {
  readonly active: ActiveSession;
  /**
   * `'margin'`: the token is about to expire. `'rejected'`: an API refused it. `'forced'`: the app
   * wants new claims.
   */
  readonly because: 'margin' | 'rejected' | 'forced';
  /** The app's own; without it the setting `clientMetadata` goes to Cognito. */
  readonly clientMetadata?: ClientMetadata | undefined;
}

/**
 * What came of a refresh; `'superseded'`: the session ended or changed meanwhile, and the store
 * tells how.
 */
export type RefreshOutcome =
  | { readonly kind: 'refreshed' | 'adopted'; readonly active: ActiveSession }
  | { readonly kind: 'superseded'; readonly active?: undefined }
  | RefreshFailed;

/** A refresh on its way. */
export interface RefreshTurn extends RefreshRequest {
  /** Whether a call with this client metadata is wanted, and no other tab's session will do. */
  readonly insists: boolean;
}

/** A refresh and what came of it. */
export interface SettledRefresh {
  readonly request: RefreshRequest;
  readonly outcome: RefreshOutcome;
}

/** What is there from the start. */
export interface SessionParts {
  readonly config: CheckedConfig;
  readonly clock: Clock;
  readonly persistence: SessionPersistence;
  readonly channel: TabChannel;
}

/** What a refresher works with. */
export interface RefresherParts extends SessionParts {
  readonly gateway: CognitoGateway;
  readonly locks: TabLocks;
  readonly page: PageLifecycle;
  /** Generations that are over; an answer for one of them is dropped. */
  readonly ended: EndedGenerations;
  /** The remembered device a session belongs to, where the pool tracks devices; never rejects. */
  readonly deviceKey?: DeviceKeyOf;
  /** What is kept of remembered devices, with those that Cognito has not confirmed yet. */
  readonly deviceRecords?: DeviceRecords;
  /** Sign-ins that wait for another page. */
  readonly suspended?: SuspendedSignIns;
  /**
   * Confirms a session's device, if that is still to be done; rejects when its refresh must wait
   * for that.
   */
  readonly confirmDevice?: (active: ActiveSession) => Promise<void>;
}
