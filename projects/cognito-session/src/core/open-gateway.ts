// Opens the chosen gateway, behind the border that keeps secrets out of errors. Loaded by import(), with the gateway that
// is used by default; the AWS SDK comes in a chunk of its own.

import type { CognitoGateway } from './cognito-gateway';
import { SecretFreeGateway } from './secret-free-gateway';
import type { CheckedConfig } from './session-config';

/** A gateway, or the AWS SDK; nothing stands for the gateway by `fetch`. */
export type ChosenGateway = CognitoGateway | 'aws-sdk' | null | undefined;

/** Opens it; rejects when the AWS SDK does not load. */
export async function openGateway(
  { region, endpoint }: CheckedConfig,
  chosen: ChosenGateway,
): Promise<SecretFreeGateway> {
  if (chosen !== 'aws-sdk') return new SecretFreeGateway(endpoint, chosen ?? undefined);
  const { AwsSdkCognitoGateway } = await import('./aws-sdk-cognito-gateway');
  return new SecretFreeGateway(endpoint, new AwsSdkCognitoGateway(region, endpoint));
}
