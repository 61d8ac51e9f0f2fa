// Stands where the network is: an HTTP proxy for whatever host a page names, and a server of its
// own. It notes every request with the body as it came and does to it what the test says: answer,
// pass on to this machine, break, keep waiting.

import {
  createServer,
  type IncomingMessage,
  request as passOn,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { buffer } from 'node:stream/consumers';

/** A request as it came. */
export interface Arrival {
  readonly method: string;
  /**
   * With scheme and host; for `CONNECT`, which asks for a tunnel to an https host,
   * `https://<host>:<port>`.
   */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  /** When it came, by this process's monotonic clock. */
  readonly at: number;
  /** When its connection was closed without a whole answer. */
  abortedAt?: number;
}

/** An answer to a page of any origin. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * The proxy's treatment of a request: an answer; `'pass on'` to the port that it names, on this
 * machine; `'lose answer'`: as before, but the connection breaks instead of the answer; `'reset'`:
 * the connection breaks at once; `'silence'`.
 */
export type Treatment = Answer | 'pass on' | 'lose answer' | 'reset' | 'silence';

/** Decides what is done to a request. */
export type Treat = (arrival: Arrival) => Treatment | Promise<Treatment>;

/** A recording proxy on loopback. */
export class RecordingProxy {
  /** Oldest first. */
  readonly arrivals: Arrival[] = [];
  /**
   * Ports on this machine for hosts whose requests are passed on to another port than their URL's.
   */
  readonly ports = new Map<string, string>();
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    /** May be changed while it runs. */
    public treat: Treat,
  ) {}

  static async start(treat: Treat): Promise<RecordingProxy> {
    const server = createServer();
    const proxy = new RecordingProxy(server, treat);
    server.on('connection', (socket) => {
      proxy.sockets.add(socket);
      socket.on('close', () => proxy.sockets.delete(socket));
    });
    server.on('request', (request, response) => {
      proxy.serve(request, response).catch(() => response.destroy());
    });
    // The proxy cannot read a tunnel; it notes that somebody asked for one.
    server.on('connect', ({ url = '', headers }, socket: Socket) => {
      proxy.note('CONNECT', `https://${url}`, headers, Buffer.alloc(0));
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
    return proxy;
  }

  /** `http://localhost:<port>`, as a proxy and as a server of its own. */
  get origin(): string {
    return `http://localhost:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private note(
    method: string,
    url: string,
    headers: IncomingMessage['headers'],
    body: Buffer,
  ): Arrival {
    const arrival = { method, url, headers, body, at: performance.now() };
    this.arrivals.push(arrival);
    return arrival;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request;
    const whole = /^http:/i.test(url) ? url : `http://${headers.host ?? ''}${url}`;
    const arrival = this.note(method, whole, headers, await buffer(request));
    response.on('close', () => {
      if (!response.writableFinished) arrival.abortedAt = performance.now();
    });
    const treatment = await this.treat(arrival);
    if (treatment === 'silence') return;
    if (treatment === 'reset') {
      request.socket.resetAndDestroy();
      return;
    }
    const answer =
      typeof treatment === 'string' ? await passOnHere(arrival, this.ports) : treatment;
    if (treatment === 'lose answer') {
      request.socket.resetAndDestroy();
      return;
    }
    // One request per connection: a browser repeats by itself what dies on a connection used
    // before.
    response.writeHead(answer.status, { ...answer.headers, Connection: 'close' });
    response.end(answer.body);
  }
}

/** Keeps a request, or its answer, for a while. */
export async function held<T>(ms: number, treatment: T): Promise<T> {
  await delay(ms);
  return treatment;
}

/** Lets pages of any origin read `answer`, and send whatever headers they want to. */
export function forAnyPage({ headers }: Arrival, answer: Answer): Answer {
  const wanted = headers['access-control-request-headers'];
  return {
    ...answer,
    headers: {
      'Access-Control-Allow-Origin': headers.origin ?? '*',
      'Access-Control-Allow-Methods': 'GET,POST,PUT,PATCH,DELETE',
      ...(wanted !== undefined && { 'Access-Control-Allow-Headers': wanted }),
      ...answer.headers,
    },
  };
}

/** Asks the server that listens on this machine at the request's port, whatever host it names. */
function passOnHere(
  { method, url, headers, body }: Arrival,
  ports: ReadonlyMap<string, string>,
): Promise<Answer> {
  const { hostname, port: named, pathname, search } = new URL(url);
  const port = ports.get(hostname) ?? named;
  return new Promise((resolve, reject) => {
    const onward = passOn(
      { host: 'localhost', port, method, path: pathname + search, headers },
      (answer) => {
        buffer(answer).then((bytes) => {
          // The proxy writes these itself.
          const kept = { ...answer.headers };
          delete kept['transfer-encoding'];
          delete kept.connection;
          resolve({
            status: answer.statusCode ?? 502,
            headers: kept as Record<string, string>,
            body: bytes.toString(),
          });
        }, reject);
      },
    );
    onward.on('error', reject);
    onward.end(body);
  });
}
