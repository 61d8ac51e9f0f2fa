// N02: an app that is closed while it waits before the next refresh takes its mark with it, which
// may stand for an hour.

import { TestBed } from '@angular/core/testing';
import { FakePool, serviceError } from '../support/fake-pool';
import { LIFETIME_SECONDS } from '../support/fake-tokens';
import { observe } from '../support/observed';
import { NOTHING, WatchedPage } from '../support/watched-page';

it('N02: an injector destroyed in the pause after a refused refresh leaves no timer or lock', async () => {
  const page = new WatchedPage();
  TestBed.configureTestingModule({});
  const pool = new FakePool(page.clock);
  pool.always('GetTokensFromRefreshToken', () => serviceError('ForbiddenException', 403));
  const app = await page.openShort(pool);
  await app.signIn();
  await page.clock.advance(LIFETIME_SECONDS * 1000);
  observe(app.session.getSession());
  await page.clock.advance(pool.latencyMs);
  expect(await page.holdings()).toMatchObject({ timers: 1, locks: 1 });

  app.destroy();
  await page.clock.advance(0);

  expect(await page.holdings()).toEqual(NOTHING);
  page.close();
}, 30_000);
