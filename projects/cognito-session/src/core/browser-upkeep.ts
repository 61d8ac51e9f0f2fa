// The upkeep as a browser needs it. The one file that is loaded by import(), with all that only upkeep needs.

import { BrowserTabLocks } from './browser-tab-locks';
import type { CognitoGateway } from './cognito-gateway';
import { FetchCognitoGateway } from './fetch-cognito-gateway';
import { BrowserPageLifecycle } from './page-lifecycle';
import type { RefresherParts } from './session-refresher';
import { SessionUpkeep } from './session-upkeep';

/** Makes the upkeep; without a gateway of the app's choice Cognito is called by fetch. */
export function createUpkeep(
  parts: Omit<RefresherParts, 'gateway' | 'locks' | 'page'> & {
    readonly gateway: CognitoGateway | null;
  },
  lockName: string,
): SessionUpkeep {
  const { config, clock, gateway } = parts;
  return new SessionUpkeep({
    ...parts,
    gateway: gateway ?? new FetchCognitoGateway(config.endpoint),
    locks: new BrowserTabLocks(lockName, clock),
    page: new BrowserPageLifecycle(),
  });
}
