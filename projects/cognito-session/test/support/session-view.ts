// An app whose one view shows the session by signals and by observables, OnPush; started as
// `bootstrapApplication` does, with or without zone.js.

import { AsyncPipe } from '@angular/common';
import {
  afterEveryRender,
  type ApplicationRef,
  ChangeDetectionStrategy,
  Component,
  createEnvironmentInjector,
  type EnvironmentProviders,
  inject,
  Injector,
  type Provider,
} from '@angular/core';
import { createApplication } from '@angular/platform-browser';
import { provideRouter } from '@angular/router';
import { Clock } from '../../src/core/clock';
import { SessionService } from '../../src/session-service';
import type { FakeClock } from './fake-clock';
import { FakePool } from './fake-pool';
import type { FakeStore } from './fake-store';
import { appIn, DOORS, GATEWAYS, type SessionApp, sessionProviders } from './session-app';

/** How often Angular has looked for changes in all apps of the spec file. */
export const checks = { count: 0 };

@Component({
  selector: 'session-view',
  imports: [AsyncPipe],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `{{ session.state().status }} {{ jti(session.user()) }}
    {{ session.isAuthenticated() }} | {{ (session.state$ | async)?.status }}
    {{ jti(session.user$ | async) }} {{ session.isAuthenticated$ | async }}`,
})
class SessionView {
  readonly session = inject(SessionService);

  constructor() {
    afterEveryRender(() => checks.count++);
  }

  jti(user: { jti?: string } | null): string {
    return user?.jti ?? '-';
  }
}

/** A running app with a view. */
export interface ViewedApp extends SessionApp {
  readonly root: ApplicationRef;
  /** What the view shows by signals, and by observables. */
  readonly shown: readonly string[];
  /** What it should show. */
  readonly expected: readonly string[];
  /** Another tab of the same browser, without a view. */
  readonly otherTab: SessionApp;
  destroy(): void;
}

/** Starts it; `libraryClock` is what the library gets for a clock. */
export async function openViewedApp(
  store: FakeStore,
  clock: FakeClock,
  changeDetection: Provider | EnvironmentProviders,
  libraryClock: Clock = clock,
): Promise<ViewedApp> {
  const pool = new FakePool(clock);
  const gateway = await GATEWAYS[0]!.connect(pool);
  const options = {
    store,
    config: { onSessionEnd: 'stay' as const },
    providers: [{ provide: Clock, useValue: libraryClock }],
  };
  const root = await createApplication({
    providers: [
      changeDetection,
      provideRouter([{ path: '**', children: [] }]),
      ...sessionProviders(DOORS[0]!, clock, pool, options, gateway),
    ],
  });
  const element = document.body.appendChild(document.createElement('session-view'));
  root.bootstrap(SessionView);
  const other = createEnvironmentInjector(
    sessionProviders(DOORS[0]!, clock, pool, options, gateway),
    root.injector,
  );
  const app = appIn(root.injector.get(Injector), clock, pool);
  return {
    ...app,
    root,
    get shown() {
      return element.textContent.split('|').map((text) => text.replace(/\s+/g, ' ').trim());
    },
    get expected() {
      const { state, user, isAuthenticated } = app.session;
      const text = `${state().status} ${user()?.jti ?? '-'} ${isAuthenticated()}`;
      return [text, text];
    },
    otherTab: appIn(other.get(Injector), clock, pool),
    destroy: () => {
      root.destroy();
      other.destroy();
      element.remove();
    },
  };
}
