// Tests that a wrong config is reported once: by the start that fails, by the navigation that
// fails, or by the ErrorHandler if nothing waits.

import {
  Component,
  createEnvironmentInjector,
  type DoBootstrap,
  EnvironmentInjector,
  type EnvironmentProviders,
  ErrorHandler,
  getPlatform,
  inject,
  NgModule,
  provideAppInitializer,
  type Provider,
  provideZonelessChangeDetection,
} from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { bootstrapApplication, BrowserModule } from '@angular/platform-browser';
import {
  provideRouter,
  Router,
  type Routes,
  withEnabledBlockingInitialNavigation,
} from '@angular/router';
import { CognitoSessionModule } from './cognito-session-module';
import type { SessionConfigSource } from './create-session-manager';
import { provideCognitoSession, withHistory } from './provide-cognito-session';
import { sessionGuard } from './session-guard';
import { SessionHistory } from './session-history';
import { SessionService } from './session-service';
import { configWith } from '../test/support/good-config';
import { observe } from '../test/support/observed';

type Providers = (Provider | EnvironmentProviders)[];

const MESSAGE = 'INVALID_CONFIG: clientId must be an app client id; it is ""';
const wrong = configWith({ clientId: '' });
/** A config from a server: it comes after the router has begun. */
const later: SessionConfigSource = () =>
  new Promise((resolve) => setTimeout(() => resolve(wrong), 5));

@Component({ selector: 'spec-root', template: '' })
class Root {}

/** The places where an app may get an error. */
class Reports implements ErrorHandler {
  readonly all: string[] = [];
  handleError(error: unknown): void {
    this.note('ErrorHandler', error);
  }
  note(by: string, error: unknown): void {
    this.all.push(`${by}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
let reports: Reports;
const onRejection = (error: unknown): void => reports.note('unhandled rejection', error);
const onError = ({ error }: ErrorEvent): void => reports.note('uncaught', error);
beforeEach(() => {
  reports = new Reports();
  document.body.innerHTML = '<spec-root></spec-root>';
  process.on('unhandledRejection', onRejection);
  window.addEventListener('error', onError);
  jest.spyOn(console, 'error').mockImplementation((error) => reports.note('console', error));
});
afterEach(() => {
  process.off('unhandledRejection', onRejection);
  window.removeEventListener('error', onError);
  jest.restoreAllMocks();
});

/** Long enough for late errors. */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30));

async function outcome(started: Promise<unknown>): Promise<string[]> {
  await started.then(
    () => reports.note('started', ''),
    (error: unknown) => reports.note('rejected', error),
  );
  await pause();
  return reports.all;
}

/** Calls everything that may wait for a session. */
const asksForAll = provideAppInitializer(() => {
  const session = inject(SessionService);
  observe(session.getSession());
  session.signOut();
  session.events$.subscribe();
  inject(SessionHistory);
});

const common = (routes: Routes = []): Providers => [
  provideZonelessChangeDetection(),
  // The router first: its navigation begins before the config is known.
  provideRouter(routes, ...(routes.length ? [withEnabledBlockingInitialNavigation()] : [])),
  { provide: ErrorHandler, useValue: reports },
];

const DOORS = {
  standalone: (providers: Providers, config: SessionConfigSource) =>
    bootstrapApplication(Root, {
      providers: [...providers, provideCognitoSession(config, withHistory())],
    }),
  NgModule: (providers: Providers, config: SessionConfigSource) => {
    @NgModule({
      imports: [BrowserModule, CognitoSessionModule.forRoot(config, withHistory())],
      providers,
    })
    class App implements DoBootstrap {
      ngDoBootstrap(): void {
        reports.note('bootstrapped', '');
      }
    }
    return getPlatform()!.bootstrapModule(App);
  },
};
const doors = ['standalone', 'NgModule'] as const;

describe.each(doors)('the start of an app (%s)', (door) => {
  it.each([
    ['nothing asks for the session', () => []],
    ['everything asks for the session', () => [asksForAll]],
  ])('rejects with a wrong config, and reports it nowhere else, when %s', async (_, more) => {
    expect(await outcome(DOORS[door]([...common(), ...more()], wrong))).toEqual([
      `rejected: ${MESSAGE}`,
    ]);
  });

  it.each([
    ['nothing asks for the session', [], () => []],
    ['everything asks for the session', [], () => [asksForAll]],
    ['a guard waits', [{ path: '**', component: Root, canActivate: [sessionGuard] }], () => []],
  ])(
    'rejects with a wrong config that a function gets, and the ErrorHandler gets the error once, when %s',
    async (_, routes, more) => {
      // Angular itself reports each failing initializer to the handler, and then rejects.
      expect(await outcome(DOORS[door]([...common(routes), ...more()], later))).toEqual([
        `ErrorHandler: ${MESSAGE}`,
        `rejected: ${MESSAGE}`,
      ]);
    },
  );
});

describe('a route with a wrong config of its own', () => {
  const open = async (config: SessionConfigSource, guarded: boolean): Promise<string[]> => {
    TestBed.configureTestingModule({
      providers: [
        provideZonelessChangeDetection(),
        { provide: ErrorHandler, useValue: reports },
        provideRouter([
          {
            path: 'b',
            component: Root,
            providers: [provideCognitoSession(config, withHistory())],
            ...(guarded && { canActivate: [sessionGuard] }),
          },
        ]),
      ],
    });
    return outcome(TestBed.inject(Router).navigateByUrl('/b'));
  };

  it.each([true, false])('rejects the navigation (guarded: %p)', async (guarded) => {
    expect(await open(wrong, guarded)).toEqual([`rejected: ${MESSAGE}`]);
  });

  it.each([true, false])(
    'reports it to the ErrorHandler when a function gets it (guarded: %p)',
    async (guarded) => {
      const told = await open(later, guarded);
      expect(told.filter((each) => each !== 'started: ')).toEqual([`ErrorHandler: ${MESSAGE}`]);
      expect(TestBed.inject(Router).url).toBe(guarded ? '/' : '/b');
    },
  );

  it('reports nothing when its injector is destroyed before the config comes', async () => {
    TestBed.configureTestingModule({
      providers: [
        provideZonelessChangeDetection(),
        { provide: ErrorHandler, useValue: reports },
        provideRouter([]),
      ],
    });
    createEnvironmentInjector(
      [provideCognitoSession(later)],
      TestBed.inject(EnvironmentInjector),
    ).destroy();
    await pause();
    expect(reports.all).toEqual([]);
  });
});
