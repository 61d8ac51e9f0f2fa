// Opens the HTTP servers of the pool and of the API, on this computer's loopback addresses only.

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers a request; must not reject. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const attempts = 10;

/**
 * An HTTP server with one port on 127.0.0.1 and, if the machine has it, ::1. `localhost` may mean
 * either address, and no other machine can connect.
 */
export class LoopbackServer {
  private handler: RequestHandler | null = null;
  private readonly servers: Server[] = [];

  private constructor(readonly port: number) {}

  /** `port` 0 picks a free port; a port in use rejects with an error that names it. */
  static async listen(port: number): Promise<LoopbackServer> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await LoopbackServer.listenOnce(port);
      } catch (error) {
        // A port that is free on 127.0.0.1 can be in use on ::1.
        if (port !== 0 || attempt === attempts || !hasCode(error, 'EADDRINUSE')) {
          throw error;
        }
      }
    }
  }

  private static async listenOnce(port: number): Promise<LoopbackServer> {
    const ipv4 = createServer();
    await listen(ipv4, '127.0.0.1', port);
    const server = new LoopbackServer((ipv4.address() as AddressInfo).port);
    server.add(ipv4);
    const ipv6 = createServer();
    try {
      await listen(ipv6, '::1', server.port);
      server.add(ipv6);
    } catch (error) {
      if (!hasCode(error, 'EADDRNOTAVAIL') && !hasCode(error, 'EAFNOSUPPORT')) {
        await server.close();
        throw error;
      }
    }
    return server;
  }

  /** For example `http://localhost:1234/`. */
  get url(): string {
    return `http://localhost:${this.port}/`;
  }

  /** Sets the request handler; earlier requests are dropped. */
  serve(handler: RequestHandler): void {
    this.handler = handler;
  }

  /** Stops listening and closes every connection. */
  async close(): Promise<void> {
    await Promise.all(
      this.servers.map(async (server) => {
        if (server.listening) {
          const closed = once(server, 'close');
          server.close();
          server.closeAllConnections();
          await closed;
        }
      }),
    );
  }

  private add(server: Server): void {
    this.servers.push(server);
    server.on('request', (request, response) => {
      if (this.handler === null) {
        response.destroy();
      } else {
        void this.handler(request, response);
      }
    });
  }
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  const listening = once(server, 'listening');
  server.listen({ host, port });
  await listening;
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
