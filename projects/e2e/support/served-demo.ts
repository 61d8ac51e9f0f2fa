// The demo as `npm start` serves it, once for all tests of a file.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Browser, BrowserContext } from 'playwright-core';
import { type DemoServer, startDemo } from '../../demo/demo-server';
import { launchHeadlessShell } from './chromium';
import { until } from './deadline';
import { DemoVisitor } from './demo-visitor';

/** `ng serve` compiles first. */
const START_MS = 120_000;

/** The demo and the visits that the tests of one file share. */
export interface ServedDemo {
  /** The running demo; call it inside a test. */
  readonly demo: () => DemoServer;
  /** Declares a test, which fails when the console or the page complained, too. */
  readonly visit: (name: string, walk: (visitor: DemoVisitor) => Promise<void>) => void;
}

/** Serves the demo for the tests of the calling file; every test starts with a fresh user pool. */
export function demoForFile(): ServedDemo {
  let demo: DemoServer;
  let browser: Browser;
  let context: BrowserContext;

  before(
    async () => {
      demo = await startDemo({ quiet: true, watch: false });
      browser = await launchHeadlessShell();
      context = await browser.newContext();
      const served = async (): Promise<boolean> => (await fetch(demo.url)).ok;
      await until('the demo is served', () => served().catch(() => false), START_MS);
      // The first page waits until the server has prepared the dependencies.
      const first = await context.newPage();
      await first.goto(`${demo.url}sign-in`, { timeout: START_MS });
      await first.close();
    },
    { timeout: START_MS },
  );

  after(async () => {
    await browser.close();
    await demo.stop();
  });

  // A password that one visitor changed is not the next visitor's.
  beforeEach(() => demo.local.reset());

  return {
    demo: () => demo,
    visit: (name, walk) => {
      void test(`the demo: ${name}`, async () => {
        const visitor = await DemoVisitor.in(context, demo.url);
        try {
          await walk(visitor);
          assert.deepEqual(visitor.problems, []);
        } finally {
          await visitor.leave();
        }
      });
    },
  };
}
