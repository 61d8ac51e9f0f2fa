// Declares tests whose browser reaches everything, loopback included, through a proxy that notes
// each request.

import { test } from 'node:test';
import { browserForFile } from './browser-for-file';
import { RecordingProxy, type Treat } from './recording-proxy';
import { TestFixture, type FixtureOptions } from './test-fixture';

/** Longest run of one test, in milliseconds, unless it says otherwise. */
const TEST_MS = 60_000;

/**
 * Declares a test; `treat` says what the network does to each request, and may be changed while the
 * test runs.
 */
export type ProxiedTest = (
  name: string,
  options: FixtureOptions & { readonly treat: Treat; readonly timeoutMs?: number },
  play: (fixture: TestFixture, proxy: RecordingProxy) => Promise<void>,
) => void;

/**
 * Starts a browser for the tests of the calling file and returns the function that declares them.
 */
export function testsBehindProxy(...browserArgs: readonly string[]): ProxiedTest {
  const browser = browserForFile(...browserArgs);
  return (name, { treat, timeoutMs = TEST_MS, ...options }, play) => {
    void test(name, { timeout: timeoutMs }, async () => {
      const proxy = await RecordingProxy.start(treat);
      try {
        const fixtureOptions = { ...options, proxy: proxy.origin };
        await TestFixture.with(browser(), fixtureOptions, (fixture) => play(fixture, proxy));
      } finally {
        await proxy.stop();
      }
    });
  };
}
