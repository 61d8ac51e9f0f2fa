// The gateways that come in chunks of their own, and the choice between them.

import { InjectionToken } from '@angular/core';
import type { CognitoGateway } from './core/cognito-gateway';
import type { CheckedConfig } from './core/session-config';

/** Makes a gateway once the config is known. */
export type GatewayFactory = (config: CheckedConfig) => CognitoGateway | Promise<CognitoGateway>;

/** The gateway chosen by `withGateway`, for the session and the sign-in entry. */
export const GATEWAY = new InjectionToken<GatewayFactory>('GATEWAY');

/** Loads the AWS SDK. */
export const loadAwsSdkGateway: GatewayFactory = async ({ region, endpoint }) => {
  const { AwsSdkCognitoGateway } = await import('./core/aws-sdk-cognito-gateway');
  return new AwsSdkCognitoGateway(region, endpoint);
};
