// Without rotation a refresh token is used again and again. A tab's own last use of it is no other
// tab's.

import { firstValueFrom } from 'rxjs';
import { openSignedInTab } from '../support/manager-tab';
import { openBrowser, closeBrowser } from '../support/simulated-tabs';
import { API_URL } from '../support/fake-api';
import { observe } from '../support/observed';

describe('A20 rotation off', () => {
  it('A20 four forced refreshes in a row, and a 401 right after them, take a round trip each', async () => {
    const tab = await openSignedInTab();
    const took: number[] = [];
    const timed = async (refresh: () => unknown): Promise<void> => {
      const from = tab.clock.monotonic();
      const before = tab.manager.active!.revision;
      refresh();
      while (tab.manager.active!.revision === before) await tab.clock.advance(1);
      took.push(tab.clock.monotonic() - from);
    };
    for (let n = 0; n < 4; n++) await timed(() => void firstValueFrom(tab.manager.refresh()));
    await timed(
      () =>
        void firstValueFrom(
          tab.manager.refresh(undefined, tab.manager.active!.session.getIdToken().getJwtToken()),
        ),
    );
    expect(took).toEqual([30, 30, 30, 30, 30]);
    expect(tab.pool.refreshes).toBe(5);
  });

  it('A20 another tab that still sees the old record waits for the new one', async () => {
    const { clock, pool, tabs } = await openBrowser({ tabs: 2, lateMs: () => 20 });
    pool.rotation = false;
    pool.disown();
    for (const { api } of tabs) api.status = ({ token }) => (pool.accepts(token) ? 200 : 401);
    const answers = tabs.map(({ http }) => observe(http.get(`${API_URL}orders`)));
    await clock.advance(1000);
    expect(answers.map(({ values }) => values.length)).toEqual([1, 1]);
    expect(pool.refreshes).toBe(1);
    closeBrowser();
  });
});
