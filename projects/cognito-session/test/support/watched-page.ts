// What apps hold of the page they run in: listeners, channels, timers and locks. An app that was
// closed holds none.

import {
  createEnvironmentInjector,
  EnvironmentInjector,
  Injector,
  type Provider,
} from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Clock } from '../../src/core/clock';
import { openChannels, setBroadcastChannel } from './fake-broadcast-channel';
import { FakeClock } from './fake-clock';
import { FakeLocks, setWebLocks } from './fake-locks';
import type { FakePool } from './fake-pool';
import { OpenListeners } from './open-listeners';
import { appIn, DOORS, GATEWAYS, type SessionApp, sessionProviders } from './session-app';
import { WatchedClock } from './watched-clock';

/** How much of each is held. */
export interface Holdings {
  readonly listeners: number;
  readonly channels: number;
  readonly timers: number;
  readonly locks: number;
}

/** What a page holds that runs no app. */
export const NOTHING: Holdings = { listeners: 0, channels: 0, timers: 0, locks: 0 };

/**
 * A page with Web Locks and BroadcastChannel that counts what apps take; {@link close} it after the
 * test.
 */
export class WatchedPage {
  readonly clock = new FakeClock();
  /** The library's timers alone. */
  readonly timers = new WatchedClock(this.clock);
  readonly locks = new FakeLocks(this.clock);
  readonly #listeners: OpenListeners;

  constructor() {
    setWebLocks(this.locks);
    setBroadcastChannel(true);
    this.#listeners = new OpenListeners();
  }

  /** For the providers of every app of the page. */
  get providers(): Provider[] {
    return [{ provide: Clock, useValue: this.timers }];
  }

  /** What is held now. */
  async holdings(): Promise<Holdings> {
    const { held: active = [], pending = [] } = await this.locks.query();
    return {
      listeners: this.#listeners.count,
      channels: openChannels(),
      timers: this.timers.live,
      locks: active.length + pending.length,
    };
  }

  /** Starts an app in an injector of its own. */
  async openShort(pool: FakePool): Promise<SessionApp & { destroy(): void }> {
    const options = { config: { onSessionEnd: 'stay' as const }, providers: this.providers };
    const gateway = await GATEWAYS[0]!.connect(pool);
    const environment = createEnvironmentInjector(
      sessionProviders(DOORS[0]!, this.clock, pool, options, gateway),
      TestBed.inject(EnvironmentInjector),
    );
    return {
      ...appIn(environment.get(Injector), this.clock, pool),
      destroy: () => environment.destroy(),
    };
  }

  /** Lets the window be as it was. */
  close(): void {
    this.#listeners.stop();
    setWebLocks(undefined);
    setBroadcastChannel(false);
  }
}
