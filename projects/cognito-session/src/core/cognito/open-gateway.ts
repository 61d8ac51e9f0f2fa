// Opens the chosen gateway, behind the border that keeps secrets out of errors. Loaded by import(),
// with the gateway that is used by default; the AWS SDK comes in a chunk of its own.

import type { CognitoGateway } from './cognito-gateway';
import { SecretFreeGateway } from './secret-free-gateway';
import type { CheckedConfig } from '../config/session-config';

/** A gateway, or the AWS SDK; nothing stands for the gateway by `fetch`. */
export type ChosenGateway = CognitoGateway | 'aws-sdk' | null | undefined;

/** A choice of gateways, or what makes it once the config is known. */
export type GatewayChoice =
  'aws-sdk' | ((config: CheckedConfig) => ChosenGateway | Promise<ChosenGateway>);

/** Opens the chosen one; rejects when it, or the AWS SDK, does not load. */
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
