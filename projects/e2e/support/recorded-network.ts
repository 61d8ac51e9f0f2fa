// A page whose network is a recorder: whatever host it asks over http, the recorder notes what
// arrives and answers.

import { test } from 'node:test';
import type { AppTab } from './app-tab';
import { browserForFile } from './browser-for-file';
import { type Arrival, forAnyPage, RecordingProxy } from './recording-proxy';
import { TestFixture, type FixtureOptions } from './test-fixture';

/**
 * The network as a test sees it: requests of the page to other hosts than its own, preflights not
 * counted.
 */
export interface RecordedNetwork {
  readonly fixture: TestFixture;
  readonly tab: AppTab;
  readonly proxy: RecordingProxy;
  /** Requests that arrived anywhere since the last call of this. */
  readonly take: () => Arrival[];
}

/** Declares tests with a signed-in page in a recorded network whose configured APIs are `apis`. */
export function testsInRecordedNetwork(
  apis: readonly string[],
  options: FixtureOptions = {},
): (name: string, play: (network: RecordedNetwork) => Promise<void>, timeoutMs?: number) => void {
  const browser = browserForFile();
  return (name, play, timeoutMs = 60_000) => {
    void test(name, { timeout: timeoutMs }, async () => {
      const proxy = await RecordingProxy.start(() => 'pass on');
      const fixtureOptions: FixtureOptions = {
        ...options,
        proxy: proxy.origin,
        settings: { furtherApis: apis, ...options.settings },
        // The page is to ask whom it likes: what stops a token must be the library.
        contentSecurityPolicy: "script-src 'self'",
        expectedErrors:
          /net::ERR_|Failed to load resource|CORS policy|URL scheme|not supported|Not allowed to load/,
      };
      await TestFixture.with(browser(), fixtureOptions, async (fixture) => {
        const tab = await fixture.openSignedIn();
        const own = [fixture.server.origin, fixture.local.poolUrl, fixture.local.apiUrl];
        proxy.treat = (arrival) => {
          if (own.some((url) => arrival.url.startsWith(url))) return 'pass on';
          return forAnyPage(arrival, { status: 200, body: '{}' });
        };
        let taken = proxy.arrivals.length;
        const take = (): Arrival[] => {
          const fresh = proxy.arrivals.slice(taken);
          taken = proxy.arrivals.length;
          return fresh.filter(
            ({ method, url }) => method !== 'OPTIONS' && !url.startsWith(fixture.local.poolUrl),
          );
        };
        await play({ fixture, tab, proxy, take });
      }).finally(() => proxy.stop());
    });
  };
}

/** Sets where relative URLs of the page lead. */
export async function setBase(tab: AppTab, href: string | null): Promise<void> {
  await tab.page.evaluate((href) => {
    document.querySelector('base')?.remove();
    if (href === null) return;
    const base = document.createElement('base');
    base.href = href;
    document.head.append(base);
  }, href);
}

/** Sends a GET for each URL, some at a time; each carries its index in the header `x-tag`. */
export async function sendAll(tab: AppTab, urls: readonly string[], atOnce = 12): Promise<void> {
  await tab.page.evaluate(
    async ({ json, atOnce }) => {
      const urls = JSON.parse(json) as string[];
      let next = 0;
      await Promise.all(
        Array.from({ length: atOnce }, async () => {
          while (next < urls.length) {
            const tag = next++;
            await window.http
              .get(urls[tag] ?? '', { responseType: 'text', headers: { 'x-tag': String(tag) } })
              .forEach(() => undefined)
              .catch(() => undefined);
          }
        }),
      );
    },
    // As JSON, since not every random text survives the way into the page otherwise.
    { json: JSON.stringify(urls), atOnce },
  );
}

/** The interceptor's decision for each URL, without sending. */
export function decideAll(tab: AppTab, urls: readonly string[]): Promise<boolean[]> {
  return tab.page.evaluate(
    (json) => (JSON.parse(json) as string[]).map((url) => window.carriesToken(url)),
    JSON.stringify(urls),
  );
}

/** Whether a token arrived with a request, in whatever header or place. */
export function hasToken({ url, headers }: Arrival): boolean {
  return `${url} ${Object.values(headers).join(' ')}`.includes('eyJ');
}
