// Scenario K04: what a hostile script in the page finds by walking through what is there. In the
// default mode it finds the tokens in localStorage, as SECURITY.md says; with the session in memory
// it has to get in the way of the app's own requests. The row's "isolated-refresh mode" is not part
// of this library's contract, so there is nothing to prove of it.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { testsInOneTab } from './support/browser-test';
import type { AppTab } from './support/app-tab';
import { figure } from './support/figures';
import { needlesOf } from './support/haystack';
import { offerTextsOf } from './support/page-texts';
import type { TestFixture } from './support/test-fixture';

const APP = 'projects/e2e/app';
const browserTest = testsInOneTab();

declare global {
  interface Window {
    /** Everything that the hostile script has overheard. */
    overheard: unknown[];
  }
}

/**
 * Listens from a page of the same origin without the app: to the library's channel, storage events
 * and names of locks.
 */
async function eavesdrop(fixture: TestFixture): Promise<() => Promise<unknown[]>> {
  const page = await fixture.context.newPage();
  await page.goto(`${fixture.server.origin}/settings.json`);
  await page.evaluate((name) => {
    window.overheard = [];
    new BroadcastChannel(name).onmessage = ({ data }) => window.overheard.push(data);
    setInterval(() => {
      void navigator.locks.query().then(({ held = [], pending = [] }) => {
        for (const lock of [...held, ...pending]) window.overheard.push(lock.name);
      });
    }, 5);
  }, `ngx-cognito-session.${fixture.local.userPoolId}.${fixture.local.clientId}`);
  return () => page.evaluate(() => window.overheard);
}

/** A replay and a refresh; returns the tokens that were in use. */
async function liveThrough(fixture: TestFixture, tab: AppTab): Promise<Set<string>> {
  const tokens = new Set<string>();
  const note = async (): Promise<void> => {
    const held = await tab.page.evaluate(() => {
      const session = window.session.session();
      return [
        session?.getIdToken().getJwtToken() ?? '',
        session?.getAccessToken().getJwtToken() ?? '',
        session?.getRefreshToken().getToken() ?? '',
      ];
    });
    for (const token of held) tokens.add(token);
  };
  await note();
  fixture.local.rejectTokens();
  await tab.ask('orders', 5);
  await note();
  await tab.page.evaluate(() => window.session.refreshSession().forEach(() => undefined));
  await note();
  return tokens;
}

/** Globals that this test's app declares for the tests: they are no part of the library. */
function declaredGlobals(): Set<string> {
  const source = readdirSync(APP)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(APP, name), 'utf8'))
    .join('\n');
  const blocks = [...source.matchAll(/interface Window \{([\s\S]*?)\n {2}\}/g)];
  return new Set(
    blocks.flatMap(([, body = '']) =>
      [...body.matchAll(/^ {4}(\w+)\??:/gm)].map(([, name = '']) => name),
    ),
  );
}

browserTest(
  'K04: a script that listens to messages between tabs and names of locks → no token in them',
  { expectedErrors: /status of 401/ },
  async (fixture) => {
    const overheard = await eavesdrop(fixture);
    const tab = await fixture.openSignedIn();
    const tokens = await liveThrough(fixture, tab);
    await tab.signOut();
    const said = (await overheard()).map((each) => JSON.stringify(each));

    const needles = needlesOf(tokens);
    assert.deepEqual(
      said.filter((text) => needles.some((needle) => text.includes(needle))),
      [],
    );
    // Something was said, in both ways.
    const messages = new Set(said.filter((text) => text.startsWith('{')));
    const locks = new Set(said.filter((text) => text.startsWith('"')));
    assert.ok(
      messages.size > 0 && locks.size > 0,
      `${messages.size} messages, ${locks.size} locks`,
    );
    figure(
      `K04 ${tokens.size} tokens: 0 in ${said.length} messages and lock names overheard (${messages.size + locks.size} different)`,
    );
  },
);

browserTest('K04: a script that lists the globals → none of the library', {}, async (fixture) => {
  const empty = await fixture.context.newPage();
  await empty.goto(`${fixture.server.origin}/settings.json`);
  const before = await empty.evaluate(() => Reflect.ownKeys(window).map(String));
  const tab = await fixture.openSignedIn();
  await tab.page.evaluate(() => window.session.refreshSession().forEach(() => undefined));

  const globals = await tab.page.evaluate(() => Reflect.ownKeys(window).map(String));

  const added = globals.filter((name) => !before.includes(name));
  const declared = declaredGlobals();
  assert.ok(
    declared.has('session') && added.includes('session'),
    'the handle of the tests is seen',
  );
  assert.deepEqual(
    added.filter((name) => !declared.has(name)),
    [],
  );
});

for (const store of ['local', 'memory'] as const) {
  const found = store === 'local' ? 'the record in localStorage, and nothing else' : 'nothing';
  browserTest(
    `K04: a script that walks globals and storages ('${store}') → finds ${found}`,
    { store, initScript: offerTextsOf, expectedErrors: /status of 401/ },
    async (fixture) => {
      const tab = await fixture.openSignedIn();
      const needles = needlesOf(await liveThrough(fixture, tab));

      const seen = await tab.page.evaluate(
        (own) => {
          // The tests' own handle on the session would lead to the tokens at once.
          const handles = own.map((name) => Reflect.get(window, name) as unknown);
          const storages = [localStorage, sessionStorage];
          Object.assign(window, { planted: { deep: [new Map([['x', 'planted-canary']])] } });
          return {
            localStorage: window.textsOf(Object.fromEntries(Object.entries(localStorage))),
            sessionStorage: window.textsOf({
              ...Object.fromEntries(Object.entries(sessionStorage)),
            }),
            globals: window.textsOf(window, [...handles, ...storages]),
            document: [document.documentElement.outerHTML, document.cookie, window.name],
            history: [JSON.stringify(history.state)],
          };
        },
        [...declaredGlobals(), 'textsOf'],
      );

      const places = Object.entries(seen)
        .filter(([, texts]) => texts.some((text) => needles.some((each) => text.includes(each))))
        .map(([place]) => place);
      // The walk finds what is there.
      assert.ok(seen.globals.includes('planted-canary'));
      assert.deepEqual(places, store === 'local' ? ['localStorage'] : []);
    },
  );
}
