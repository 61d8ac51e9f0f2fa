// The upkeep as a browser needs it. The one file that is loaded by import(), with all that only upkeep needs.

import { BrowserTabLocks } from '../tabs/browser-tab-locks';
import type { CognitoGateway } from '../cognito/cognito-gateway';
import { deviceKeyOf, StoredDeviceRecords } from '../refresh/device-key';
import { BrowserPageLifecycle } from '../tabs/page-lifecycle';
import type { CurrentSession } from '../session/current-session';
import { EndedGenerations } from '../session/ended-generations';
import type { HeldSession } from '../session/held-session';
import type { SessionParts } from '../refresh/refresh-request';
import type { SessionStore } from '../store/session-store';
import { SessionUpkeep } from './session-upkeep';
import { SuspendedSignIns } from '../store/suspended-sign-ins';

/** Makes the upkeep. */
export function createUpkeep(
  parts: SessionParts & { readonly store: SessionStore },
  current: CurrentSession,
  key: string,
  gateway: CognitoGateway,
): SessionUpkeep {
  const deviceRecords = new StoredDeviceRecords(parts.store, key, parts.clock);
  const made = {
    ...parts,
    ended: (current.ended = new EndedGenerations()),
    gateway,
    deviceKey: (held: HeldSession) => deviceKeyOf(held, deviceRecords),
    deviceRecords,
    suspended: new SuspendedSignIns(parts.store, key, parts.clock, parts.persistence.record.shared),
    locks: new BrowserTabLocks(key, parts.clock),
    page: new BrowserPageLifecycle(),
  };
  return new SessionUpkeep(made, current);
}
