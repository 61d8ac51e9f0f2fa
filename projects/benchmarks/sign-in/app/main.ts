// The app around the sign-in page; the same for all libraries.

import { ChangeDetectionStrategy, Component, provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { provideRouter, RouterOutlet } from '@angular/router';
import { fetchPool, POOL } from './pool';
import { provideLibrary } from './provide-library';

@Component({
  selector: 'cost-root',
  imports: [RouterOutlet],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<router-outlet />`,
})
class App {}

async function start(): Promise<void> {
  const pool = await fetchPool();
  await bootstrapApplication(App, {
    providers: [
      provideZonelessChangeDetection(),
      provideRouter([
        { path: 'sign-in', loadComponent: () => import('./sign-in').then(({ SignIn }) => SignIn) },
      ]),
      { provide: POOL, useValue: pool },
      ...provideLibrary(pool),
    ],
  });
}

void start();
