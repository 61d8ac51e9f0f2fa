// Makes the runtime for a browser. The start loads this file by import(), and with it all code that
// only the runtime needs.

import { BrowserTabLocks } from '../tabs/browser-tab-locks';
import type { CognitoGateway } from '../cognito/cognito-gateway';
import { deviceKeyOf, StoredDeviceRecords } from '../refresh/device-key';
import { BrowserPageLifecycle } from '../tabs/page-lifecycle';
import type { CurrentSession } from '../session/current-session';
import { EndedGenerations } from '../session/ended-generations';
import type { ActiveSession } from '../session/active-session';
import type { SessionParts } from '../refresh/refresh-request';
import type { SessionStore } from '../store/session-store';
import { SessionRuntime } from './session-runtime';
import { SuspendedSignIns } from '../store/suspended-sign-ins';

/** Makes the runtime. */
export function createRuntime(
  parts: SessionParts & { readonly store: SessionStore },
  current: CurrentSession,
  key: string,
  gateway: CognitoGateway,
): SessionRuntime {
  const deviceRecords = new StoredDeviceRecords(parts.store, key, parts.clock);
  const made = {
    ...parts,
    ended: (current.ended = new EndedGenerations()),
    gateway,
    deviceKey: (active: ActiveSession) => deviceKeyOf(active, deviceRecords),
    deviceRecords,
    suspended: new SuspendedSignIns(parts.store, key, parts.clock, parts.persistence.record.shared),
    locks: new BrowserTabLocks(key, parts.clock),
    page: new BrowserPageLifecycle(),
  };
  return new SessionRuntime(made, current);
}
