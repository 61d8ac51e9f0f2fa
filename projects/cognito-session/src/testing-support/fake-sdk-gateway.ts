// The AWS SDK's gateway in front of a fake pool: the SDK itself, with its transport replaced.

import { AwsSdkCognitoGateway } from '../core/aws-sdk-cognito-gateway';
import type { CognitoGateway, CognitoOperation } from '../core/cognito-gateway';
import type { FakePool } from './fake-pool';

interface SdkRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A gateway whose client is warmed up: its first call reads settings from the device, which takes real time. */
export async function sdkGatewayTo(pool: FakePool): Promise<CognitoGateway> {
  let warm = false;
  const requestHandler = {
    async handle(request: SdkRequest, { abortSignal }: { abortSignal?: AbortSignal } = {}) {
      const target = request.headers['x-amz-target'] ?? '';
      const operation = target.split('.').pop() as CognitoOperation;
      const input = JSON.parse(request.body) as Record<string, unknown>;
      const { status, headers, body } = warm
        ? await pool.handle(operation, input, abortSignal)
        : { status: 200, headers: {}, body: '{}' };
      return { response: { statusCode: status, headers, body: Buffer.from(body) } };
    },
  };
  const gateway = new AwsSdkCognitoGateway('eu-west-1', pool.endpoint, {
    requestHandler: requestHandler as never,
  });
  await gateway.send('RevokeToken', { ClientId: pool.clientId, Token: 'warm-up' });
  warm = true;
  return gateway;
}
