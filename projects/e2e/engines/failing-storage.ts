// Scenario E01: a browser that does not let the app use localStorage.

import assert from 'node:assert/strict';
import { figure } from '../support/figures';
import { strictRotation } from './scenario-figures';
import type { TabTest } from './tab-tests';

/** How storage fails, by the option that makes it so. */
const failures = {
  denied: 'reading it throws SecurityError',
  full: 'setItem always throws',
  missing: 'it is null',
};

/** Declares the tests of E01. */
export function failingStorageTests(test: TabTest): void {
  for (const [storage, what] of Object.entries(failures)) {
    test(
      'E01',
      `localStorage fails (${what}) → the app works in memory, one warning, 0 uncaught errors, signed out after a reload`,
      { pool: strictRotation },
      async (tabs) => {
        const warnings: string[] = [];
        const note = (events: readonly { readonly type: string }[]): void => {
          warnings.push(
            ...events.map(({ type }) => type).filter((type) => type === 'store-failed'),
          );
        };
        note((await tabs.open('tab', '/orders', { storage })).events);
        const signedIn = await tabs.one('tab', 'signIn', {
          username: 'ana',
          password: 'Passw0rd!',
        });
        note(signedIn.events);
        tabs.local.rejectTokens();

        const { results, report } = await tabs.one('tab', 'ask', {
          paths: ['orders', 'orders/1', 'orders/2'],
        });

        note(report.events);
        assert.deepEqual(
          results.map(({ status }) => status),
          [200, 200, 200],
        );
        assert.equal(report.status, 'signed-in');
        assert.notEqual(report.idToken, signedIn.idToken);
        const refreshes = tabs.poolCalls('GetTokensFromRefreshToken').map(({ error }) => error);
        assert.deepEqual(refreshes, [null]);
        assert.deepEqual(warnings, ['store-failed']);
        assert.deepEqual(report.uncaught, []);

        await tabs.tab('tab').goto(tabs.url('tab', '/orders', { storage }));
        const reloaded = await tabs.one('tab', 'report');
        assert.deepEqual([reloaded.status, reloaded.reason], ['signed-out', 'no-session']);
        figure(
          `E01 ${tabs.engine.version}: localStorage fails (${what}): 1 warning, ${report.uncaught.length} uncaught errors, ` +
            `${results.length} of 3 requests answered after a refresh in memory`,
        );
      },
    );
  }
}
