// The AWS SDK's gateway in front of a fake pool: the SDK itself, with its transport replaced.

import { AwsSdkCognitoGateway } from '../../src/core/cognito/aws-sdk-cognito-gateway';
import type { CognitoGateway, CognitoOperation } from '../../src/core/cognito/cognito-gateway';
import type { FakePool } from './fake-pool';

interface SdkRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/**
 * A gateway whose client is warmed up: its first call reads settings from the device, which takes
 * real time.
 */
export async function sdkGatewayTo(pool: FakePool): Promise<CognitoGateway> {
  let warm = false;
  const requestHandler = {
    async handle(request: SdkRequest, { abortSignal }: { abortSignal?: AbortSignal } = {}) {
      const target = request.headers['x-amz-target'] ?? '';
      const operation = target.split('.').pop() as CognitoOperation;
      const input = JSON.parse(new TextDecoder().decode(request.body)) as Record<string, unknown>;
      const { status, headers, body } = warm
        ? await pool.handle(operation, input, abortSignal)
        : { status: 200, headers: {}, body: '{}' };
      return { response: { statusCode: status, headers, body: Buffer.from(body) } };
    },
  };
  const sdk = new AwsSdkCognitoGateway('eu-west-1', pool.endpoint, {
    requestHandler: requestHandler as never,
    // The answer is here already; reading it as a stream would take real time.
    streamCollector: (body: Uint8Array) => Promise.resolve(body),
  });
  await sdk.send('RevokeToken', { ClientId: pool.clientId, Token: 'warm-up' });
  warm = true;
  // It implements the abstract class without extending it, which the linter takes for a mistake.
  const gateway: unknown = sdk;
  return gateway as CognitoGateway;
}
