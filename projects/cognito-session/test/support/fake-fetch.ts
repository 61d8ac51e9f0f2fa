// `fetch` in front of fake pools. jsdom has neither fetch nor Response, so the answer has just what
// the gateway reads.

import type { CognitoOperation } from '../../src/core/cognito/cognito-gateway';
import type { FakePool } from './fake-pool';

/**
 * Makes the global `fetch` answer from these pools, by their endpoints; any other URL is out of
 * reach. It stays until another call replaces it; every spec file has a global of its own.
 */
export function serveByFetch(...pools: readonly FakePool[]): void {
  globalThis.fetch = async (url, init) => {
    const pool = pools.find(({ endpoint }) => endpoint === url);
    if (!pool || !init) throw new TypeError(`Failed to fetch: no pool at ${url as string}`);
    const target = new Headers(init.headers).get('x-amz-target') ?? '';
    const operation = target.split('.').pop() as CognitoOperation;
    const input = JSON.parse(init.body as string) as Record<string, unknown>;
    const { status, headers, body } = await pool.handle(operation, input, init.signal ?? undefined);
    return {
      status,
      ok: status >= 200 && status < 300,
      headers: { get: (name: string) => headers[name.toLowerCase()] ?? null },
      text: async () => body,
    } as unknown as Response;
  };
}
