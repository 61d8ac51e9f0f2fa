// A lazy route with a session of its own, of a second pool.

import { HttpClient, provideHttpClient, withInterceptors } from '@angular/common/http';
import {
  ChangeDetectionStrategy,
  Component,
  EnvironmentInjector,
  inject,
  provideEnvironmentInitializer,
} from '@angular/core';
import type { Routes } from '@angular/router';
import {
  provideCognitoSession,
  type SessionEvent,
  sessionGuard,
  sessionInterceptor,
  SessionService,
  withStorage,
} from 'ngx-cognito-session';
import { fetchSettings, sessionConfig } from './app-settings';
import { SignIn } from './sign-in';
import type { SignInHandle } from './sign-in-handle';

/** The route's session as tests drive it. */
export interface SecondHandle {
  readonly session: SessionService;
  readonly http: HttpClient;
  readonly events: SessionEvent[];
  readonly driveSignIn: (command: Parameters<SignInHandle['run']>[0]) => Promise<unknown>;
}

@Component({
  selector: 'e2e-second',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<p data-testid="second-status">{{ session.state().status }}</p>`,
})
class Second {
  protected readonly session = inject(SessionService);
}

function putHandle(): void {
  const injector = inject(EnvironmentInjector);
  const session = inject(SessionService);
  const events: SessionEvent[] = [];
  session.events$.subscribe((event) => events.push(event));
  let handle: Promise<SignInHandle> | undefined;
  window.second = {
    session,
    events,
    http: inject(HttpClient),
    driveSignIn: async (command) => {
      handle ??= import('./sign-in-handle').then(({ SignInHandle }) => new SignInHandle(injector));
      return (await handle).run(command);
    },
  };
}

async function secondConfig(): Promise<ReturnType<typeof sessionConfig>> {
  const { second } = await fetchSettings();
  if (!second) throw new Error('the settings name no second pool');
  return { ...sessionConfig(second), signInUrl: '/b/sign-in' };
}

export const routes: Routes = [
  {
    path: '',
    providers: [
      provideHttpClient(withInterceptors([sessionInterceptor])),
      provideCognitoSession(secondConfig, withStorage('local')),
      provideEnvironmentInitializer(putHandle),
    ],
    children: [
      { path: '', component: Second },
      { path: 'guarded', component: Second, canActivate: [sessionGuard] },
      { path: 'sign-in', component: SignIn },
    ],
  },
];
