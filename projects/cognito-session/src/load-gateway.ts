// How the session and the sign-in entry get their gateway: the chosen one, behind the border that keeps secrets out of
// errors. All of it comes in chunks of its own.

import { InjectionToken } from '@angular/core';
import type { CognitoGateway } from './core/cognito-gateway';
import type { SecretFreeGateway } from './core/secret-free-gateway';
import type { CheckedConfig } from './core/session-config';

/** Makes a gateway once the config is known; undefined stands for the one by `fetch`. */
export type GatewayFactory = (
  config: CheckedConfig,
) => CognitoGateway | undefined | Promise<CognitoGateway>;

/** The gateway chosen by `withGateway`, for the session and the sign-in entry. */
export const GATEWAY = new InjectionToken<GatewayFactory>('GATEWAY');

/** Loads the AWS SDK. */
export const loadAwsSdkGateway: GatewayFactory = async ({ region, endpoint }) => {
  const { AwsSdkCognitoGateway } = await import('./core/aws-sdk-cognito-gateway');
  return new AwsSdkCognitoGateway(region, endpoint);
};

/** Loads the gateway that `create` makes, by default the one by `fetch`; rejects when a chunk does not load. */
export async function loadGateway(
  config: CheckedConfig,
  create?: GatewayFactory | null,
): Promise<SecretFreeGateway> {
  const [{ SecretFreeGateway }, gateway] = await Promise.all([
    import('./core/secret-free-gateway'),
    create?.(config),
  ]);
  return new SecretFreeGateway(config.endpoint, gateway);
}
