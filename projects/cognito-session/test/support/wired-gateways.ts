// Both gateways over one stand-in for the network, so that one contract runs over the two.

import { AwsSdkCognitoGateway } from '../../src/core/cognito/aws-sdk-cognito-gateway';
import type { CognitoGateway } from '../../src/core/cognito/cognito-gateway';
import { FetchCognitoGateway } from '../../src/core/cognito/fetch-cognito-gateway';

/** A request as it goes onto the wire; names of headers in lower case. */
export interface WireRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer as it comes from the wire. */
export interface WireReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What stands behind the gateway; may reject, as a network does. */
export type Network = (request: WireRequest) => WireReply | Promise<WireReply>;

export const ENDPOINT = 'https://cognito-idp.eu-west-1.amazonaws.com/';

/** A gateway and how to make one. */
export interface WiredGateway {
  readonly name: string;
  open(network: Network): CognitoGateway;
}

export const WIRED_GATEWAYS: readonly WiredGateway[] = [
  {
    name: 'FetchCognitoGateway',
    open(network) {
      globalThis.fetch = async (url, init = {}) => {
        const headers: Record<string, string> = {};
        new Headers(init.headers).forEach((value, name) => (headers[name] = value));
        // As a browser does where the pool's host has set one.
        if (init.credentials !== 'omit') headers['cookie'] = 'visitor=1';
        const request = {
          method: init.method ?? 'GET',
          url: url as string,
          headers,
          body: init.body as string,
        };
        const reply = await abortable(network(request), init.signal);
        return {
          status: reply.status,
          ok: reply.status >= 200 && reply.status < 300,
          headers: new Headers(reply.headers),
          text: async () => reply.body,
        } as Response;
      };
      return new FetchCognitoGateway(ENDPOINT);
    },
  },
  {
    name: 'AwsSdkCognitoGateway',
    open(network) {
      const requestHandler = {
        async handle(request: SdkRequest, { abortSignal }: { abortSignal?: AbortSignal } = {}) {
          const { method, protocol, hostname, path, headers, body } = request;
          const lower = Object.fromEntries(
            Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
          );
          const url = `${protocol}//${hostname}${path}`;
          const reply = await abortable(
            network({ method, url, headers: lower, body: textOf(body) }),
            abortSignal,
          );
          return {
            response: {
              statusCode: reply.status,
              headers: { ...reply.headers },
              body: Buffer.from(reply.body),
            },
          };
        },
      };
      // It may implement the abstract class without extending it.
      const gateway: unknown = new AwsSdkCognitoGateway('eu-west-1', ENDPOINT, {
        requestHandler: requestHandler as never,
        // The body is bytes already, which the collectors of Node's streams do not take.
        streamCollector: (body: Uint8Array) => Promise.resolve(body),
      });
      return gateway as CognitoGateway;
    },
  },
];

interface SdkRequest {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

function textOf(body: string | Uint8Array): string {
  return typeof body === 'string' ? body : new TextDecoder().decode(body);
}

/** The reply, or what a transport rejects with once the signal is aborted. */
function abortable(
  reply: WireReply | Promise<WireReply>,
  signal: AbortSignal | null | undefined,
): Promise<WireReply> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(new DOMException('The call was aborted.', 'AbortError'));
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort);
    Promise.resolve(reply).then(resolve, reject);
  });
}
