// What developers are told of a sign-in page that is not there, users of a production build are not.

import type { Injector } from '@angular/core';
import { Subject } from 'rxjs';
import { settle } from './testing-support/fake-clock';
import { openManagerTab } from './testing-support/manager-tab';
import { fakeHost, fakeRouter } from './testing-support/skins';
import type { SessionEvent } from './core/session-state';
import { followEvents } from './sign-in-page';

const { ngDevMode } = globalThis as { ngDevMode?: unknown };

it.each([
  [undefined, 1],
  [true, 1],
  [false, 0],
])('with ngDevMode %p a navigation that fails is warned of %d times', async (mode, times) => {
  const warned = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  const { manager } = openManagerTab({
    config: { signInUrl: '/sign-in', onSessionEnd: 'navigate' },
  });
  const events$ = new Subject<SessionEvent>();
  const router = fakeRouter('/orders');
  router.outcome = () => Promise.reject(new Error('no route matches'));
  const injector: unknown = { get: () => router.router };
  followEvents(events$, manager, injector as Injector, fakeHost(manager).host);
  if (mode === undefined) Reflect.deleteProperty(globalThis, 'ngDevMode');
  else Object.assign(globalThis, { ngDevMode: mode });
  events$.next({ type: 'signed-out', reason: 'refused', at: 0 });
  await settle();
  // Here and not in afterEach: Angular's own comes first, and needs it.
  Object.assign(globalThis, { ngDevMode });
  expect(router.went).toHaveLength(1);
  expect(warned).toHaveBeenCalledTimes(times);
  warned.mockRestore();
});
