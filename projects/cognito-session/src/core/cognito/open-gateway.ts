// Makes the chosen gateway, wrapped so that no secret gets into an error. Loaded by import(),
// together with the default gateway; the AWS SDK is in a chunk of its own.

import type { CognitoGateway } from './cognito-gateway';
import { SecretFreeGateway } from './secret-free-gateway';
import type { CheckedConfig } from '../config/session-config';

/** A gateway, or the AWS SDK; null and undefined stand for the gateway by `fetch`. */
export type ChosenGateway = CognitoGateway | 'aws-sdk' | null | undefined;

/** The choice of a gateway, or a function that makes the choice when the config is known. */
export type GatewayChoice =
  'aws-sdk' | ((config: CheckedConfig) => ChosenGateway | Promise<ChosenGateway>);

/** Makes the chosen gateway; rejects if it, or the AWS SDK, does not load. */
export async function openGateway(
  config: CheckedConfig,
  choice: GatewayChoice | null | undefined,
): Promise<SecretFreeGateway> {
  const { region, endpoint } = config;
  const chosen = typeof choice === 'function' ? await choice(config) : choice;
  if (chosen !== 'aws-sdk') return new SecretFreeGateway(endpoint, chosen ?? undefined);
  const { AwsSdkCognitoGateway } = await import('./aws-sdk-cognito-gateway');
  return new SecretFreeGateway(endpoint, new AwsSdkCognitoGateway(region, endpoint));
}
