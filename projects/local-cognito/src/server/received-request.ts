// A request with its whole body.

import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** A request that has arrived in full. */
export interface ReceivedRequest {
  /** Milliseconds since epoch by the real clock. */
  readonly at: number;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The client's IP address. */
  readonly address: string;
}

/** Reads the whole body; rejects if the client disconnects first. */
export async function receive(message: IncomingMessage): Promise<ReceivedRequest> {
  const at = Date.now();
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) {
    chunks.push(chunk);
  }
  const { pathname, searchParams } = new URL(message.url ?? '/', 'http://localhost');
  return {
    at,
    method: message.method ?? 'GET',
    path: pathname,
    query: searchParams,
    headers: message.headers,
    body: Buffer.concat(chunks),
    address: message.socket.remoteAddress ?? '',
  };
}
