// Finds a port for the page, so that the demo starts even if another program uses the usual port.

import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** `preferred` when nobody listens there, else any free port of this computer. */
export async function freePort(preferred: number): Promise<number> {
  // `localhost` may mean either address; a server on one of them would shadow ours.
  const taken = await Promise.all(['127.0.0.1', '::1'].map((host) => isTaken(host, preferred)));
  return taken.includes(true) ? listenOnce('127.0.0.1', 0) : preferred;
}

async function isTaken(host: string, port: number): Promise<boolean> {
  try {
    await listenOnce(host, port);
    return false;
  } catch (error) {
    // Any other error: this computer has no such address, so nobody listens there.
    return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  }
}

async function listenOnce(host: string, port: number): Promise<number> {
  const server = createServer();
  server.listen({ host, port });
  await once(server, 'listening');
  const { port: found } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return found;
}
