// K10 over HTTP: if the pool's endpoint redirects to another host, that host must receive nothing.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CognitoGateway, CognitoOperation } from 'ngx-cognito-session';
import { AwsSdkCognitoGateway } from '../cognito-session/src/core/cognito/aws-sdk-cognito-gateway';
import { FetchCognitoGateway } from '../cognito-session/src/core/cognito/fetch-cognito-gateway';
import { COGNITO_CALLS } from '../cognito-session/test/support/cognito-calls';

const OPERATIONS = ['GetTokensFromRefreshToken', 'InitiateAuth', 'RevokeToken'] as const;

interface Answering {
  readonly server: Server;
  readonly url: string;
  /** The requested paths. */
  readonly asked: string[];
}

/** A server on loopback that gives every request the same answer. */
async function answering(status: number, headers: Record<string, string>): Promise<Answering> {
  const asked: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    asked.push(url);
    response.writeHead(status, headers).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked };
}

const GATEWAYS: [string, (endpoint: string) => unknown][] = [
  ['fetch', (endpoint) => new FetchCognitoGateway(endpoint)],
  ['the AWS SDK', (endpoint) => new AwsSdkCognitoGateway('eu-west-1', endpoint)],
];

describe.each(GATEWAYS)('K10: by %s', (_name, open) => {
  it.each([301, 302, 303, 307, 308])(
    'a %d to another host is reported and not followed: refresh, sign-in, revocation',
    async (status) => {
      const foreign = await answering(200, { 'content-type': 'application/x-amz-json-1.1' });
      const pool = await answering(status, { location: `${foreign.url}taken?x=1` });
      const gateway = open(`${pool.url}?key=hidden`) as CognitoGateway;
      const send = (operation: CognitoOperation): Promise<unknown> =>
        gateway.send(operation, COGNITO_CALLS[operation].input);
      for (const operation of OPERATIONS) {
        await expect(send(operation)).rejects.toMatchObject({
          name: 'UnexpectedRedirect',
          message: `${pool.url} answered with a redirect, which is not followed`,
        });
      }
      expect(pool.asked).toHaveLength(OPERATIONS.length);
      expect(foreign.asked).toEqual([]);
      for (const { server } of [pool, foreign]) {
        server.closeAllConnections();
        server.close();
      }
    },
  );
});
