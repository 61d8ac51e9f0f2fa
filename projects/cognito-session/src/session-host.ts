// Keeps the session manager of one session for the adapters: service, interceptor and guards. Not
// public.

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
  /**
   * Whether this is a server rendering a page: no session is known there, and none is looked for.
   */
  readonly onServer = inject<unknown>(PLATFORM_ID) === 'server';
  /**
   * Emits the manager, at once when the config is no function; errors when the config is wrong;
   * empty on a server.
   */
  readonly manager$ = defer(() => (this.manager ? of(this.manager) : this.#made$));
  /** The manager, as soon as there is one. */
  manager: SessionManager | undefined;
  /** The page that was last left for the sign-in page. */
  left: ReturnTarget | undefined;
  /** Routes that a guard let somebody with a session open. */
  readonly passed = new Set<unknown>();
  readonly clock = inject(Clock);
  readonly injector = inject(Injector);
  /** Settles with the check of a config that a function gets. */
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
      // A deployment may remove it later, and somebody without a session needs it at once.
      this.navigation().catch(() => undefined);
    };
    // Outside the zone: listeners and timers of the session are no reason to check the app for
    // changes.
    const made = this.#zone.runOutsideAngular(create);
    if (made instanceof Promise) {
      this.ready = made.then(keep);
      this.ready.catch((error: unknown) => {
        this.#made$.error(error);
        // Told once: by the start that waits, or here, since nothing waits for a session in a child
        // injector.
        if (!this.#startWaits && !destroyRef.destroyed) {
          this.injector.get(ErrorHandler, null)?.handleError(error);
        }
      });
    } else {
      keep(made);
    }
  }

  /**
   * Loads all that a session needs later on, before there is one: a deployment may remove files
   * that a page has not loaded yet, and by then the user has signed in. Never rejects.
   */
  prepare(): Promise<unknown> {
    return Promise.allSettled([this.manager?.runtime.load()]);
  }

  /** Loads the navigations from page to sign-in page and back; by then they usually are. */
  navigation(): Promise<typeof PageNavigation> {
    return import('./page-navigation');
  }

  /** For the app's start, which fails with a wrong config and so tells of it. */
  waitAtStart(): Promise<void> | undefined {
    this.#startWaits = true;
    return this.ready;
  }

  #follow(event: SessionEvent, { config }: SessionManager): void {
    if (event.type === 'signed-out' && config.onSessionEnd !== 'stay') {
      // Only now: a router made at start would navigate before the app has its routes.
      const router = this.injector.get(Router);
      const { url } = router;
      this.navigation()
        .then(({ leavePage }) => this.#zone.run(() => leavePage(event.reason, url, this, router)))
        .catch(warn);
    }
    // An app whose store fails works on until a reload; without a word a developer would look for
    // the reason long.
    if (typeof ngDevMode === 'undefined' || ngDevMode) {
      if (event.type === 'store-failed') warn(event.error);
    }
  }

  /**
   * Passes `source` on inside Angular's zone, since what it waits for may have happened outside.
   */
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
 * The nearest session's host. Throws `INVALID_CONFIG` with the cure where no session is provided.
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
 * The router's code for a URL that no route matches (NG04002); of the sign-in page DevelopmentHints
 * tells the cure.
 */
const NO_MATCH = 4002;

/**
 * For what an app survives but its developer must see: a sign-in page that fails, a store that
 * fails.
 */
function warn(error: Error): void {
  if (typeof ngDevMode === 'undefined' || ngDevMode) {
    if ('code' in error && error.code === NO_MATCH) return;
    console.warn(`ngx-cognito-session: ${error.message}`);
  }
}
