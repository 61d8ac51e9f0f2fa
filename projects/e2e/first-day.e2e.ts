// A newcomer's first day, with each supported Angular version: an app built for development from
// the packed library says once what is wrong and how to cure it; without a mistake it says nothing;
// and a production build holds no such text.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { BuiltApp } from '../benchmarks/size/built-app';
import { type AngularMajor, Consumer } from '../consumers/build-consumer';
import { launchHeadlessShell } from './support/chromium';
import { until } from './support/deadline';
import { TestFixture, type FixtureOptions } from './support/test-fixture';

/** Installations and builds of one Angular version, on a busy machine. */
const BUILD_MS = 300_000;
const TEST_MS = 60_000;
const SOON_MS = 15_000;

/** The browser's own messages about requests that fail; they name no cure. */
const OF_THE_BROWSER = /^(Failed to load resource|Access to (XMLHttpRequest|fetch) at)/;

/**
 * A mistake: what somebody does until it shows, and the one text that then stands on the console.
 */
interface Mistake {
  readonly name: string;
  readonly walk: (page: Page, origin: string) => Promise<void>;
  /** How the message begins, and what it must name. */
  readonly says: string;
  readonly cure: string;
  /** Angular's own message about the same mistake. */
  readonly besides?: RegExp;
  readonly options?: Partial<FixtureOptions>;
  /** The pool's answer to a sign-in. */
  readonly refusal?: { readonly name: string; readonly message: string };
}

const HINT = 'ngx-cognito-session: ';
const NOT_PASSED = 'has not passed sessionInterceptor';

const SETUP: readonly Mistake[] = [
  {
    name: 'no interceptor',
    walk: loadInVain,
    says: NOT_PASSED,
    cure: 'add provideHttpClient(withInterceptors([sessionInterceptor]))',
  },
  {
    name: 'class without withInterceptorsFromDi',
    walk: loadInVain,
    says: NOT_PASSED,
    cure: 'withInterceptorsFromDi() for the class SessionInterceptor',
  },
  {
    name: 'module without withInterceptorsFromDi',
    walk: loadInVain,
    says: NOT_PASSED,
    cure: 'withInterceptorsFromDi() for the class SessionInterceptor',
  },
  {
    name: 'empty apis',
    walk: loadInVain,
    says: 'no entry of apis matches it',
    cure: "/' to apis",
  },
  {
    name: 'another path in apis',
    walk: loadInVain,
    says: 'apis names other paths of that origin',
    cure: ': /v2/.',
  },
  {
    name: 'no sign-in route',
    walk: async (page, origin) => {
      await page.goto(`${origin}/orders?mistake=no+sign-in+route`);
    },
    says: "no route matches signInUrl '/sign-in'",
    cure: "Add { path: 'sign-in', … } to the routes",
    besides: /NG04002/,
  },
];

/** Errors, since nothing of the session is there that could warn. */
const MISSING: readonly Mistake[] = [
  ['sessionGuard', '/orders'],
  ['SessionService', '/'],
].map(([name, path]) => ({
  name: `${name} without provideCognitoSession`,
  walk: async (page, origin) => {
    await page.goto(`${origin}${path}?mistake=no+provideCognitoSession`);
  },
  says: 'INVALID_CONFIG: provideCognitoSession is missing',
  cure: 'in the providers of the app or of this route',
}));

const CLIENT: readonly Mistake[] = [
  {
    name: 'a client with a secret',
    walk: signInInVain,
    says: 'the app client has a secret',
    cure: 'Create an app client without a secret',
    refusal: {
      name: 'NotAuthorizedException',
      message:
        'Client localcognitoclient00000001 is configured with secret but SECRET_HASH was not received',
    },
  },
  {
    name: 'a flow that is off',
    walk: signInInVain,
    says: 'the app client does not allow this flow',
    cure: "Allow ALLOW_USER_SRP_AUTH for the default flow 'USER_SRP_AUTH'",
    options: { pool: { authFlows: ['USER_PASSWORD_AUTH'] } },
  },
  {
    name: 'an unknown client',
    walk: signInInVain,
    says: 'clientId is no app client of userPoolId',
    cure: 'Copy both ids from the same user pool',
    options: { settings: { clientId: 'unknownclient0000000000001' } },
  },
];

async function signIn(page: Page): Promise<void> {
  await page.getByLabel('User name').fill('ana');
  await page.getByLabel('Password').fill('Passw0rd!');
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Signs in on the way to a page that asks the API; asks a second time. */
async function openOrders(page: Page, origin: string, mistake: string | null): Promise<void> {
  const query = mistake === null ? '' : `?${String(new URLSearchParams({ mistake }))}`;
  await page.goto(`${origin}/orders${query}`);
  await signIn(page);
  await page.getByRole('button', { name: 'Load', exact: true }).click();
}

async function answers(page: Page, expected: string): Promise<void> {
  await page
    .getByTestId('answers')
    .and(page.getByText(expected, { exact: true }))
    .waitFor();
}

/** The API refuses without CORS headers, so the browser shows no status. */
async function loadInVain(this: Mistake, page: Page, origin: string): Promise<void> {
  await openOrders(page, origin, this.name);
  await answers(page, '0 0');
}

async function signInInVain(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/sign-in`);
  for (const tries of [1, 2]) {
    await signIn(page);
    await page.getByText(`${tries}: INVALID_CONFIG`).waitFor();
  }
}

/** As long as the browser needs to tell the page of its requests. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const observer = new PerformanceObserver(() => {
          observer.disconnect();
          requestAnimationFrame(() => setTimeout(resolve));
        });
        observer.observe({ type: 'resource' });
        // An answer that nobody reads to its end is not told of.
        void fetch('/settings.json').then((answer) => answer.text());
      }),
  );
}

/** The console's messages, without the browser's own about failing requests. */
const said = (fixture: TestFixture): string[] =>
  fixture.problems.filter((text) => !OF_THE_BROWSER.test(text));

for (const angular of ['21', '22'] satisfies AngularMajor[]) {
  void describe(`Angular ${angular}`, () => {
    let browser: Browser;
    let app: string;
    let production: BuiltApp;

    before(
      async () => {
        const consumer = Consumer.install(angular);
        app = join(consumer.build('development'), 'browser');
        production = new BuiltApp(consumer.build('production'));
        browser = await launchHeadlessShell();
      },
      { timeout: BUILD_MS },
    );
    after(() => browser.close());

    const browserTest = (
      name: string,
      options: Partial<FixtureOptions>,
      play: (fixture: TestFixture, page: Page) => Promise<void>,
    ): void => {
      void it(`Angular ${angular}: ${name}`, { timeout: TEST_MS }, () =>
        TestFixture.with(
          browser,
          { ...options, app, pool: { apiCors: false, ...options.pool } },
          async (fixture) => {
            const page = await fixture.context.newPage();
            page.setDefaultTimeout(SOON_MS);
            await play(fixture, page);
          },
        ),
      );
    };

    for (const mistake of [...SETUP, ...MISSING, ...CLIENT]) {
      const { name, says, cure, besides, options = {}, refusal } = mistake;
      browserTest(`${name} → the console names the cure once`, options, async (fixture, page) => {
        if (refusal) {
          await page.route(`${fixture.local.poolUrl}**`, (route) =>
            route.fulfill({
              status: 400,
              headers: { 'Access-Control-Allow-Origin': '*', 'x-amzn-ErrorType': refusal.name },
              json: { __type: refusal.name, message: refusal.message },
            }),
          );
        }
        await mistake.walk(page, fixture.server.origin);
        await until(`"${says}" on the console`, () => said(fixture).join().includes(says));
        await settle(page);

        const texts = said(fixture);
        fixture.problems.length = 0;
        const cures = texts.filter((text) => text.includes(says));
        assert.equal(cures.length, 1, texts.join('\n'));
        assert.ok(cures[0]?.includes(cure), texts.join('\n'));
        const others = texts.filter((text) => !text.includes(says) && !besides?.test(text));
        assert.deepEqual(others, []);
      });
    }

    for (const right of [null, 'right, as a module']) {
      browserTest(`${right ?? 'right'} → the console stays empty`, {}, async (fixture, page) => {
        await openOrders(page, fixture.server.origin, right);
        await answers(page, '200 200');
        await page.getByRole('button', { name: 'Load what is public' }).click();
        await answers(page, '200 200 200 200');
        await settle(page);
        assert.deepEqual(fixture.problems, []);
        const version = await page.locator('first-root').getAttribute('ng-version');
        assert.match(version ?? 'none', new RegExp(`^${angular}\\.`));
      });
    }

    void it(`Angular ${angular}: a production build holds no hint for developers`, () => {
      const scripts = production.scripts;
      const withHint = scripts.filter((file) => production.text(file).includes(HINT));
      assert.deepEqual(withHint, []);
      // Else nothing would have been looked at.
      const all = scripts.map((file) => production.text(file)).join();
      assert.ok(all.includes('provideCognitoSession is missing'));
      // All of it, Angular above all, comes from the workspace that was asked for.
      const foreign = production
        .sources(scripts)
        .filter(([source]) => source.startsWith('../') && angular !== '21');
      assert.deepEqual(foreign, []);
    });
  });
}
