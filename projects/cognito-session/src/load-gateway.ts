// Loads the gateway of the session and of the sign-in entry, in chunks of its own.

import { InjectionToken } from '@angular/core';
import type { GatewayChoice } from './core/cognito/open-gateway';
import type { SecretFreeGateway } from './core/cognito/secret-free-gateway';
import type { CheckedConfig } from './core/config/session-config';

declare const ngDevMode: boolean;

/** The gateway chosen by `withGateway`, for the session and the sign-in entry. */
export const GATEWAY = new InjectionToken<GatewayChoice>(
  typeof ngDevMode === 'undefined' || ngDevMode ? 'GATEWAY' : '',
);

/**
 * Makes the chosen gateway, wrapped in {@link SecretFreeGateway}; rejects if a chunk does not load.
 */
export async function loadGateway(
  config: CheckedConfig,
  choice?: GatewayChoice | null,
): Promise<SecretFreeGateway> {
  const { openGateway } = await import('./core/cognito/open-gateway');
  return openGateway(config, choice);
}
