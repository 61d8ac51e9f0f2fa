// Sends the HTTP answers of both servers, whole or cut off, as a fault requires.

import type { ServerResponse } from 'node:http';

/** An HTTP answer before it is sent. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The pool's `__type`, for the log; null for a success and at the API. */
  readonly error: string | null;
}

/** Sends the whole answer. */
export function send(response: ServerResponse, answer: Answer): void {
  writeHead(response, answer);
  response.end(answer.body);
}

/** Sends the headers and half of the body, then closes the connection. */
export function sendHalf(response: ServerResponse, answer: Answer): void {
  writeHead(response, answer);
  const body = Buffer.from(answer.body);
  response.write(body.subarray(0, Math.ceil(body.length / 2)), () => {
    drop(response);
  });
}

/** Closes the connection without an answer. */
export function drop(response: ServerResponse): void {
  response.destroy();
}

/**
 * One call per connection. A browser silently repeats a request that fails on a reused connection;
 * that would hide every dropped connection and use a refresh token twice.
 */
function writeHead(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, {
    ...answer.headers,
    'Content-Length': Buffer.byteLength(answer.body),
    Connection: 'close',
  });
}
