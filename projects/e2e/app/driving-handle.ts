// The handle by which tests drive the app and read its state; only this app puts one on `window`.

import { HttpClient, HttpErrorResponse } from '@angular/common/http';
import {
  type EnvironmentProviders,
  EnvironmentInjector,
  inject,
  makeEnvironmentProviders,
  provideAppInitializer,
} from '@angular/core';
import { type SessionEvent, SessionService } from 'ngx-cognito-session';
import { firstValueFrom } from 'rxjs';
import { API_URL } from './api-url';
import type { SecondHandle } from './second-session';
import type { SignInCommand, SignInHandle } from './sign-in-handle';
import { urlDecisions } from './url-decisions';

/** How a request ended. */
export interface RequestResult {
  /** HTTP status; 0 when no answer came or could be read; -1 when it was not an HTTP error. */
  readonly status: number;
  /** Name and message of an error, else the empty string. */
  readonly error: string;
}

declare global {
  interface Window {
    session: SessionService;
    sessionEvents: SessionEvent[];
    /** Drives the session of the route `/b`, once it is open. */
    second?: SecondHandle;
    /** The app's own, for requests that {@link askApi} cannot make. */
    http: HttpClient;
    /** Whether the interceptor would send a request to this URL with a token; nothing is sent. */
    carriesToken: (url: string) => boolean;
    /** Asks the API, as a part of the app would. */
    askApi: (path: string) => Promise<RequestResult>;
    /** Runs a command with the sign-in entry; a step or an error as JSON, or a service's result. */
    driveSignIn: (command: SignInCommand) => Promise<unknown>;
    /** How the requests ended that other tabs asked for by a message on the channel `ask-api`. */
    asked: RequestResult[];
  }
}

/** Puts the handle on `window` when the app starts. */
export function provideDrivingHandle(apiUrl: string): EnvironmentProviders {
  return makeEnvironmentProviders([
    { provide: API_URL, useValue: apiUrl },
    provideAppInitializer(() => {
      const http = (window.http = inject(HttpClient));
      window.carriesToken = urlDecisions(inject(EnvironmentInjector));
      const session = (window.session = inject(SessionService));
      const events: SessionEvent[] = (window.sessionEvents = []);
      session.events$.subscribe((event) => events.push(event));
      window.asked = [];
      window.askApi = (path) => ask(http, apiUrl + path);
      const injector = inject(EnvironmentInjector);
      let handle: Promise<SignInHandle> | undefined;
      window.driveSignIn = async (command) => {
        handle ??= import('./sign-in-handle').then(
          ({ SignInHandle }) => new SignInHandle(injector),
        );
        return (await handle).run(command);
      };
      // Some tests take the class away.
      if (typeof BroadcastChannel !== 'function') return;
      new BroadcastChannel('ask-api').onmessage = ({ data }: MessageEvent<string>) => {
        void window.askApi(data).then((result) => window.asked.push(result));
      };
    }),
  ]);
}

async function ask(http: HttpClient, url: string): Promise<RequestResult> {
  try {
    const { status } = await firstValueFrom(http.get(url, { observe: 'response' }));
    return { status, error: '' };
  } catch (error) {
    const status = error instanceof HttpErrorResponse ? error.status : -1;
    const { name, message } = error as Error;
    return { status, error: `${name}: ${message}` };
  }
}
