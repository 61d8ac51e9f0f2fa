// Scenario I03 in the browser: 100,000 random URLs on pages with random bases. The browser says
// where each leads, and for thousands that are really sent the servers say what arrived.

import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { AppTab } from './support/app-tab';
import { figure } from './support/figures';
import { ALLOWED_APIS, BASES, randomUrl } from './support/random-urls';
import {
  decideAll,
  hasToken,
  testsInRecordedNetwork,
  sendAll,
  setBase,
} from './support/recorded-network';

const URLS = 100_000;
const SENT = 4000;

/** A URL as the browser resolves it; null when it is none. */
type Resolved = { readonly href: string; readonly userInfo: boolean } | null;

const browserTest = testsInRecordedNetwork(ALLOWED_APIS);

/**
 * Resolves each URL as a request of the page would: by the browser's `Request`, and `URL` where
 * that refuses user info.
 */
function resolveAll(tab: AppTab, urls: readonly string[]): Promise<Resolved[]> {
  return tab.page.evaluate((json) => {
    return (JSON.parse(json) as string[]).map((text) => {
      try {
        const url = new URL(text, document.baseURI);
        const userInfo = url.username !== '' || url.password !== '';
        // fetch() refuses user info; XMLHttpRequest sends it.
        return { href: userInfo ? url.href : new Request(text).url, userInfo };
      } catch {
        return null;
      }
    });
  }, JSON.stringify(urls));
}

/**
 * Whether a token may go to a resolved URL, judged by its text: scheme, host, port, and path
 * segment by segment.
 */
function mayHaveToken(resolved: Resolved): boolean {
  if (!resolved || resolved.userInfo) return false;
  const [, origin, path] = /^(http:\/\/[^/?#]*)([^?#]*)/.exec(resolved.href) ?? [];
  if (origin === undefined || path === undefined) return false;
  const segments = path.split('/').slice(1);
  const below = (...prefix: string[]): boolean =>
    prefix.every((segment, index) => segments[index] === segment) &&
    !segments.slice(prefix.length).some((segment) => DISGUISED.test(segment));
  return (
    (origin === 'http://api.localhost' && below('prod')) ||
    (origin === 'http://api.localhost:8443' && below()) ||
    (origin === 'http://localhost:3000' && below('x', 'y'))
  );
}

/**
 * A segment of which servers make several, or a dot segment: an encoded slash or backslash anywhere
 * in it, or one or two dots with nothing behind them except what a server cuts off. Each sign as
 * itself or encoded, once or over and over.
 */
const DISGUISED = /%(25)*(2f|5c)|^(\.|%(25)*2e){1,2}($|[;?#]|%(25)*([01][\da-f]|20|23|3b|3f|7f))/i;

/** `total` random URLs, shared out over the bases; the seed brings the same ones back. */
function* samples(total: number): Generator<{ base: string; seed: number; urls: string[] }> {
  for (const base of BASES) {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const urls = fc.sample(randomUrl, { numRuns: total / BASES.length, seed });
    yield { base, seed, urls };
  }
}

browserTest(
  `I03: ${URLS} random URLs → the interceptor decides as the browser resolves them`,
  async ({ tab }) => {
    const counts = { yes: 0, no: 0, none: 0 };
    for (const { base, seed, urls } of samples(URLS)) {
      await setBase(tab, base);
      const [decisions, resolved] = [await decideAll(tab, urls), await resolveAll(tab, urls)];
      const wrong = urls.filter((_, i) => decisions[i] !== mayHaveToken(resolved[i] ?? null));
      assert.deepEqual(wrong, [], `base ${base}, seed ${seed}`);
      for (const [i, decision] of decisions.entries()) {
        counts[decision ? 'yes' : resolved[i] ? 'no' : 'none']++;
      }
    }
    assert.equal(counts.yes + counts.no + counts.none, URLS);
    // The generator reaches every kind often.
    assert.ok(Math.min(counts.yes, counts.no, counts.none) > URLS / 50, JSON.stringify(counts));
    figure(
      `I03 ${URLS} URLs in the browser: ${counts.yes} with a token, ${counts.no} without, ${counts.none} no URLs, 0 decided wrongly`,
    );
  },
  120_000,
);

browserTest(
  `I03: ${SENT} random URLs really sent → a token arrives exactly where it may`,
  async ({ tab, take }) => {
    const counts = { arrived: 0, withToken: 0 };
    for (const { base, seed, urls } of samples(SENT)) {
      await setBase(tab, base);
      const resolved = await resolveAll(tab, urls);
      take();
      await sendAll(tab, urls);
      const arrived = take();
      const tags = new Set<number>();
      for (const arrival of arrived) {
        // The recorder sees the URL that the browser called, whatever the page had written.
        const tag = Number(arrival.headers['x-tag']);
        const userInfo = resolved[tag]?.userInfo ?? false;
        const expected = arrival.method === 'GET' && mayHaveToken({ href: arrival.url, userInfo });
        assert.equal(
          hasToken(arrival),
          expected,
          `${arrival.url} for ${JSON.stringify(urls[tag])}, seed ${seed}`,
        );
        counts.arrived++;
        if (expected) counts.withToken++;
        tags.add(tag);
      }
      // The other direction: whatever may have a token has arrived, with it.
      const missed = urls.filter((_, tag) => mayHaveToken(resolved[tag] ?? null) && !tags.has(tag));
      assert.deepEqual(missed, [], `seed ${seed}`);
    }
    assert.ok(counts.arrived > SENT / 4 && counts.withToken > SENT / 20, JSON.stringify(counts));
    figure(
      `I03 ${SENT} URLs sent: ${counts.arrived} requests arrived, ${counts.withToken} with a token, 0 where it may not be`,
    );
  },
  120_000,
);
