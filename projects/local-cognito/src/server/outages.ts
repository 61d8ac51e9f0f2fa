// Remembers whether the pool, the API or both are offline.

import type { ServerName } from './call-log';

/** The servers that `setOffline` takes offline. */
export type OutageTarget = ServerName | 'both';

/** The servers that currently drop every connection. */
export class Outages {
  private readonly offline = new Set<ServerName>();

  set(target: OutageTarget, on: boolean): void {
    for (const server of target === 'both' ? (['pool', 'api'] as const) : [target]) {
      if (on) {
        this.offline.add(server);
      } else {
        this.offline.delete(server);
      }
    }
  }

  has(server: ServerName): boolean {
    return this.offline.has(server);
  }

  clear(): void {
    this.offline.clear();
  }
}
