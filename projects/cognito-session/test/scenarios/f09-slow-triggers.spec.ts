// Cognito gives each of a trigger's three tries 5 s, so it may answer a refresh after 15 s, its
// work done at once.

import { EXPIRED_MS, openSignedInTab } from '../support/manager-tab';
import { hang } from '../support/fake-pool';
import { codeOf, observe } from '../support/observed';

describe('F09 rotation without grace', () => {
  it.each([9000, 15_000])('F09 an answer after %d ms: one call, and it succeeds', async (ms) => {
    const tab = await openSignedInTab();
    Object.assign(tab.pool, { rotation: true, latencyMs: ms });
    await tab.clock.advance(EXPIRED_MS);
    const asked = Array.from({ length: 3 }, () => observe(tab.manager.acquire()));
    await tab.clock.advance(ms + 10);
    expect(asked.map(({ values }) => values[0]?.revision)).toEqual([1, 1, 1]);
    expect(tab.pool.refreshes).toBe(1);
  });

  it('F09 no answer at all: no second call with the same token', async () => {
    const tab = await openSignedInTab();
    tab.pool.always('GetTokensFromRefreshToken', hang);
    await tab.clock.advance(EXPIRED_MS);
    const asked = observe(tab.manager.acquire());
    await tab.clock.advance(25_000);
    expect(codeOf(asked.errors[0])).toBe('REFRESH_UNAVAILABLE');
    expect(tab.pool.refreshes).toBe(1);
    expect(tab.pool.abortedAt).toEqual([EXPIRED_MS + 16_000]);
  });
});
