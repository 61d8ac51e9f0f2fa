// Tests a flight that settles after its limit, and a page that was hidden by a navigation.

import { kindOf, openRefresherTab, outcomeOf } from '../../../test/support/refresher-tab';

describe('a flight that takes longer than its limit', () => {
  it('is applied to its own tab when it ends', async () => {
    const core = await openRefresherTab();
    const alone = core.locks.exclusively.bind(core.locks);
    jest
      .spyOn(core.locks, 'exclusively')
      .mockImplementation((work) => core.clock.delay(50_000).then(() => alone(work)));
    const asked = core.ask();
    await core.clock.advance(45_000);
    expect(kindOf(outcomeOf(asked))).toBe('REFRESH_UNAVAILABLE');
    expect(core.told.values).toMatchObject([
      { type: 'refresh-failed', code: 'REFRESH_UNAVAILABLE' },
    ]);
    await core.clock.advance(6000);
    expect(core.told.values.at(-1)).toMatchObject({ type: 'refreshed' });
    expect(core.current.active).toMatchObject({ revision: 1 });
  });

  it('has no further effect when its work fails', async () => {
    const core = await openRefresherTab();
    jest.spyOn(core.locks, 'exclusively').mockRejectedValue(new Error('broken'));
    const asked = core.ask();
    await core.clock.advance(60_000);
    expect(outcomeOf(asked).kind).toBe('failed');
    expect(core.told.values).toHaveLength(1);
  });
});

describe('a page that was hidden by a navigation', () => {
  it('has missed messages of other tabs, as long as it follows the page', async () => {
    const { page, runtime } = await openRefresherTab();
    const running = runtime.run();
    page.away$.next();
    expect(runtime.watcher.hasMissedMessages).toBe(true);
    running.unsubscribe();
    expect(page.away$.observed).toBe(false);
    expect(page.wake$.observed).toBe(false);
  });
});
