// Owns the session manager for the adapters: service, interceptor and guards. Not public.

import { DOCUMENT } from '@angular/common';
import { DestroyRef, ErrorHandler, inject, Injector, NgZone, PLATFORM_ID } from '@angular/core';
import { Router } from '@angular/router';
import { defer, Observable, of, Subject } from 'rxjs';
import { Clock } from './core/clock';
import { SessionError } from './core/session-error';
import type { SessionManager } from './core/session-manager';
import type { SessionEvent } from './core/session/session-state';
import { DevelopmentHints } from './development-hints';
import type * as PageNavigation from './page-navigation';
import type { ReturnTarget, ReturnTargetOwner } from './sign-in-page';

declare const ngDevMode: boolean;

/** Owns the session manager. */
export class SessionHost implements ReturnTargetOwner {
  /** Whether this is a server that renders a page: no session is known there. */
  readonly onServer = inject<unknown>(PLATFORM_ID) === 'server';
  /**
   * Emits the manager, at once if the config is not a function. Errors if the config is wrong.
   * Completes empty on a server.
   */
  readonly manager$ = defer(() => (this.manager ? of(this.manager) : this.#made$));
  /** The manager; undefined until the config has come, and on a server. */
  manager: SessionManager | undefined;
  /** The page that the user last left for the sign-in page. */
  left: ReturnTarget | undefined;
  /** The routes that a guard has opened for a user with a session. */
  readonly passed = new Set<unknown>();
  readonly clock = inject(Clock);
  readonly injector = inject(Injector);
  /** Settles when a config from a function has been checked; undefined for other configs. */
  readonly ready: Promise<void> | undefined;
  readonly #made$ = new Subject<SessionManager>();
  readonly #zone = inject(NgZone);
  #startWaits = false;

  /** @param create makes the session manager; runs in an injection context, in a browser. */
  constructor(create: () => SessionManager | Promise<SessionManager>) {
    if (this.onServer) {
      this.#made$.complete();
      return;
    }
    const destroyRef = inject(DestroyRef);
    const keep = (manager: SessionManager): void => {
      if (destroyRef.destroyed) {
        manager.dispose();
        return;
      }
      destroyRef.onDestroy(() => manager.dispose());
      this.manager = manager;
      this.inZone(manager.events$).subscribe((event) => this.#follow(event, manager));
      if (typeof ngDevMode === 'undefined' || ngDevMode) {
        const { baseURI } = this.injector.get(DOCUMENT);
        destroyRef.onDestroy(this.injector.get(DevelopmentHints).watchRequests(baseURI, manager));
      }
      this.#made$.next(manager);
      this.#made$.complete();
      // Loaded early: a deployment may remove the file later, and users without a session need it
      // at once.
      this.navigation().catch(() => undefined);
    };
    // Runs outside Angular's zone, so that the session's listeners and timers start no change
    // detection.
    const made = this.#zone.runOutsideAngular(create);
    if (made instanceof Promise) {
      this.ready = made.then(keep);
      this.ready.catch((error: unknown) => {
        this.#made$.error(error);
        // The error is reported once: the app's start fails with it, or this does it, because
        // nothing waits for a session in a child injector.
        if (!this.#startWaits && !destroyRef.destroyed) {
          this.injector.get(ErrorHandler, null)?.handleError(error);
        }
      });
    } else {
      keep(made);
    }
  }

  /**
   * Loads the code that a session needs later, before there is a session: a deployment may remove
   * the files while the user signs in. Never rejects.
   */
  prepare(): Promise<unknown> {
    return Promise.allSettled([this.manager?.runtime.load()]);
  }

  /** Loads the navigation to the sign-in page and back, unless that has happened at start. */
  navigation(): Promise<typeof PageNavigation> {
    return import('./page-navigation');
  }

  /** For the app's start, which waits for the config and fails if it is wrong. */
  waitAtStart(): Promise<void> | undefined {
    this.#startWaits = true;
    return this.ready;
  }

  #follow(event: SessionEvent, { config }: SessionManager): void {
    if (event.type === 'signed-out' && config.onSessionEnd !== 'stay') {
      // Injected only now: a router that is created at start would navigate before the app has its
      // routes.
      const router = this.injector.get(Router);
      const { url } = router;
      this.navigation()
        .then(({ leavePage }) => this.#zone.run(() => leavePage(event.reason, url, this, router)))
        .catch(warn);
    }
    // If the store fails, the app works until a reload. A warning saves the developer a long
    // search.
    if (typeof ngDevMode === 'undefined' || ngDevMode) {
      if (event.type === 'store-failed') warn(event.error);
    }
  }

  /** Passes `source` on inside Angular's zone, because it may emit outside. */
  inZone<T>(source: Observable<T>): Observable<T> {
    return new Observable((observer) =>
      source.subscribe({
        next: (value) => this.#zone.run(() => observer.next(value)),
        error: (error: unknown) => this.#zone.run(() => observer.error(error)),
        complete: () => this.#zone.run(() => observer.complete()),
      }),
    );
  }
}

/**
 * The nearest session's host. Throws `INVALID_CONFIG`, naming the cure, if no session is provided.
 */
export function injectSessionHost(): SessionHost {
  const host = inject(SessionHost, { optional: true });
  if (host) return host;
  throw new SessionError(
    'INVALID_CONFIG',
    'provideCognitoSession is missing in the providers of the app or of this route',
  );
}

/**
 * The router's code for a URL that no route matches (NG04002). For the sign-in page,
 * DevelopmentHints prints the cure.
 */
const NO_MATCH = 4002;

/**
 * Prints failures that an app survives, in development builds: of the sign-in page or of the store.
 */
function warn(error: unknown): void {
  if (typeof ngDevMode === 'undefined' || ngDevMode) {
    // An app's guard may reject with anything.
    const { code, message = error }: { readonly code?: unknown; readonly message?: unknown } =
      error ?? {};
    if (code === NO_MATCH) return;
    console.warn(`ngx-cognito-session: ${String(message)}`);
  }
}
