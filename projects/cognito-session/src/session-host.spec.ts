// Tests the host of the session manager: when it creates the manager, and in which zone.

import { EnvironmentInjector, runInInjectionContext } from '@angular/core';
import type { SessionManager } from './core/session-manager';
import { SessionHost } from './session-host';
import { settle } from '../test/support/fake-clock';
import { openManagerTab, openSignedInTab } from '../test/support/manager-tab';
import { observe } from '../test/support/observed';
import { injectorOf } from '../test/support/adapters';
import { openService, openServiceOver } from '../test/support/service-app';

const config = { onSessionEnd: 'navigate' as const };

describe('events$', () => {
  it('emits events inside the zone', async () => {
    const tab = openManagerTab();
    const { service, zone } = openServiceOver(tab);
    const seen: [string, number][] = [];
    service.events$.subscribe(({ type }) => seen.push([type, zone.depth]));
    await tab.manager.start(tab.pool.issue(), 'now');
    expect(seen).toEqual([['signed-in', 1]]);
  });

  it('never errors, not even for a wrong config', async () => {
    const { service, host } = openService(() => Promise.reject(new Error('wrong')));
    const events = observe(service.events$);
    await settle();
    expect([events.errors, events.completions]).toEqual([[], 1]);
    expect(service.state()).toEqual({ status: 'restoring' });
    await expect(host.ready).rejects.toThrow('wrong');
  });

  it('completes with the app', async () => {
    const tab = openManagerTab();
    const { service, injector } = openServiceOver(tab);
    const events = observe(service.events$);
    injector.get(EnvironmentInjector).destroy();
    expect(events.completions).toBe(1);
    expect(tab.channel.disposed).toBe(true);
  });
});

describe('returnToApp', () => {
  it('goes to the return URL of the current URL', async () => {
    const { service, router } = openServiceOver(openManagerTab());
    expect(await service.returnToApp()).toBe(true);
    expect(router.went).toEqual(['/orders']);
  });

  it('waits for the config', async () => {
    let arrive!: (manager: SessionManager) => void;
    const { service, router } = openService(() => new Promise((resolve) => (arrive = resolve)));
    const done = service.returnToApp();
    await settle();
    expect(router.went).toEqual([]);
    arrive(openManagerTab().manager);
    expect(await done).toBe(true);
  });

  it('goes nowhere on a server', async () => {
    const { service, router } = openService(() => openManagerTab().manager, 'server');
    expect(await service.returnToApp()).toBe(false);
    expect(router.went).toEqual([]);
  });
});

describe('SessionHost', () => {
  it('creates the manager at once and outside the zone', () => {
    const tab = openManagerTab();
    const { host, zone } = openServiceOver(tab);
    expect(host.manager).toBe(tab.manager);
    expect(host.onServer).toBe(false);
    expect(host.ready).toBeUndefined();
    expect(zone.outside).toBe(1);
    for (let i = 0; i < 2; i++) {
      const { values, completions } = observe(host.manager$);
      expect([values, completions]).toEqual([[tab.manager], 1]);
    }
  });

  it('emits a manager that comes later', async () => {
    const tab = openManagerTab();
    const { host } = openService(() => Promise.resolve(tab.manager));
    const got = observe(host.manager$);
    expect(host.manager).toBeUndefined();
    await host.ready;
    expect(got.values).toEqual([tab.manager]);
    expect(host.manager).toBe(tab.manager);
  });

  it('passes on that the config was wrong', async () => {
    const error = new Error('wrong');
    const { host } = openService(() => Promise.reject(error));
    const got = observe(host.manager$);
    await expect(host.ready).rejects.toBe(error);
    expect(got.errors).toEqual([error]);
  });

  it('disposes of a manager that comes after the app was destroyed', async () => {
    const tab = openManagerTab();
    let arrive!: (manager: SessionManager) => void;
    const { injector, host } = openService(() => new Promise((resolve) => (arrive = resolve)));
    injector.get(EnvironmentInjector).destroy();
    arrive(tab.manager);
    await host.ready;
    expect(tab.channel.disposed).toBe(true);
    expect(host.manager).toBeUndefined();
  });

  it('keeps the manager until the app is destroyed', () => {
    const tab = openManagerTab();
    const { injector } = openServiceOver(tab);
    expect(tab.channel.disposed).toBe(false);
    injector.get(EnvironmentInjector).destroy();
    expect(tab.channel.disposed).toBe(true);
  });

  it('creates none on a server', () => {
    const create = jest.fn();
    const { host, service } = openService(create, 'server');
    expect(create).not.toHaveBeenCalled();
    expect(host.onServer).toBe(true);
    expect(host.manager).toBeUndefined();
    const got = observe(host.manager$);
    expect([got.values, got.completions]).toEqual([[], 1]);
    expect(observe(service.getSession()).completions).toBe(1);
  });

  it('leads to the sign-in page at the end of the session, inside the zone', async () => {
    const tab = await openSignedInTab({ config });
    const { router, zone } = openServiceOver(tab);
    router.url = '/orders';
    const depths: number[] = [];
    router.outcome = () => {
      depths.push(zone.depth);
      return Promise.resolve(true);
    };
    void tab.manager.signOut();
    await settle();
    expect(router.went).toEqual(['/sign-in?returnUrl=%2Forders']);
    expect(depths).toEqual([1]);
  });

  it("leads nowhere with 'stay', and injects no router before a session ends", async () => {
    const tab = await openSignedInTab({ config: { onSessionEnd: 'stay' } });
    const { injector, router } = openServiceOver(tab);
    const get = jest.spyOn(injector.get(SessionHost).injector, 'get');
    await tab.manager.start(tab.pool.issue({ sub: 'another' }), 'now');
    void tab.manager.signOut();
    await settle();
    expect(router.went).toEqual([]);
    expect(get).not.toHaveBeenCalled();
  });

  it('passes values, errors and ends on inside the zone', () => {
    const { host, zone } = openServiceOver(openManagerTab());
    const before = zone.runs;
    const seen = runInInjectionContext(injectorOf(), () => observe(host.inZone(host.manager$)));
    expect(seen.completions).toBe(1);
    expect(zone.runs - before).toBe(2);
  });
});
