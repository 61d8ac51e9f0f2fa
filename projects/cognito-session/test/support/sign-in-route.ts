// An app with a router on the real address bar, standing at its sign-in page with some return URL.

import { APP_BASE_HREF, BrowserPlatformLocation, PlatformLocation } from '@angular/common';
import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { provideCognitoSession, SessionService, withStorage } from '../../src/public-api';
import { configWith } from './good-config';

/** Something to show. */
@Component({ template: '' })
export class EmptyPage {}

/** Where users land when there is no return URL. */
export const HOME = '/home';

/** The app's router and the way back from its sign-in page. */
export interface SignInRoute {
  readonly router: Router;
  /**
   * Opens `/sign-in?<query>`, as a link would, and calls `returnToApp`; gives the router's URL
   * afterwards.
   */
  returnFrom(query: string): Promise<string>;
}

/** Sets the test bed up; every URL has a page. */
export function openSignInRoute(): SignInRoute {
  TestBed.configureTestingModule({
    providers: [
      // jsdom's own address bar: it refuses other origins as a browser does.
      { provide: PlatformLocation, useClass: BrowserPlatformLocation },
      { provide: APP_BASE_HREF, useValue: '/' },
      provideRouter([{ path: '**', component: EmptyPage }]),
      provideCognitoSession(configWith({ afterSignInUrl: HOME }), withStorage('memory')),
    ],
  });
  const router = TestBed.inject(Router);
  const session = TestBed.inject(SessionService);
  return {
    router,
    async returnFrom(query) {
      await router.navigateByUrl(`/sign-in?${query}`);
      await session.returnToApp();
      return router.url;
    },
  };
}
