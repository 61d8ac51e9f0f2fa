// Tests the redirects of a navigation by guards, and the error that ends a circle of redirects.

import {
  NavigationCancel,
  NavigationCancellationCode,
  NavigationStart,
  Router,
} from '@angular/router';
import { GuardRedirects, pathOf } from './guard-redirects';
import { fakeRouter, injectorOf } from '../test/support/adapters';

describe('the path of a URL', () => {
  it.each([
    ['/sign-in', '/sign-in'],
    ['/sign-in?returnUrl=/a;b', '/sign-in'],
    ['/sign-in#x', '/sign-in'],
    ['/sign-in#a\nb', '/sign-in'],
    ['/sign-in;a=1', '/sign-in'],
    ['/a;x=1/b;y=2', '/a/b'],
    ['/sign-in/', '/sign-in'],
    ['/sign-in/step', '/sign-in/step'],
    ['/sign-in(help:faq)', '/sign-in(help:faq)'],
    ['/(help:faq)', '/(help:faq)'],
    ['/account/(orders;x=1//aux:b)', '/account/(orders//aux:b)'],
    ['/', '/'],
    ['/?x=1', '/'],
    ['', ''],
  ])('of %j is %j', (url, path) => {
    expect(pathOf(url)).toBe(path);
  });
});

describe('redirects by guards', () => {
  /** A router in a navigation, and the redirects. */
  function open(url: string) {
    const { router, events } = fakeRouter();
    const injector = injectorOf({ provide: Router, useValue: router });
    const redirects = injector.get(GuardRedirects);
    let id = 1;
    const begin = (page: string): void => events.next(new NavigationStart(++id, page));
    begin(url);
    return {
      taken: () => redirects.taken,
      /** A guard redirects to `page`. */
      wants: (page: string, from = url) => redirects.to(router.parseUrl(page), from),
      /** The navigation ends in a redirect to `page`, by any guard. */
      redirect: (page: string) => {
        const { Redirect } = NavigationCancellationCode;
        events.next(new NavigationCancel(id, '', '', Redirect));
        begin(page);
      },
      begin,
      /** The user opens `page` before the navigation has ended. */
      supersede: (page: string) => {
        const { SupersededByNewNavigation } = NavigationCancellationCode;
        events.next(new NavigationCancel(id, '', '', SupersededByNewNavigation));
        begin(page);
      },
    };
  }

  it('are empty when a user opens a page', () => {
    expect(open('/a').taken()).toEqual([]);
  });

  it('are known in the navigation that the router begins for them, one after the other', () => {
    const { wants, redirect, taken } = open('/a');
    wants('/b?x=1');
    expect(taken()).toEqual([]);
    redirect('/b?x=1');
    expect(taken()).toEqual(['/b?x=1']);
    wants('/c');
    redirect('/c');
    expect(taken()).toEqual(['/b?x=1', '/c']);
  });

  it('are known whichever of two guards on one route the router follows', () => {
    const { wants, redirect, taken } = open('/a');
    wants('/b');
    wants('/c');
    redirect('/b');
    expect(taken()).toEqual(['/b']);
  });

  it('survive a redirect of the app’s own, which is not one of them', () => {
    const { wants, redirect, taken } = open('/a');
    wants('/b');
    redirect('/b');
    redirect('/own');
    expect(taken()).toEqual(['/b']);
  });

  it('are forgotten when the user opens the same page later', () => {
    const { wants, redirect, begin, taken } = open('/a');
    wants('/b');
    redirect('/b');
    begin('/b');
    expect(taken()).toEqual([]);
  });

  it.each(['/b', '/other'])('are forgotten when the user opens %s meanwhile', (page) => {
    const { wants, supersede, taken } = open('/a');
    wants('/b');
    supersede(page);
    expect(taken()).toEqual([]);
  });

  it('count for one navigation: an earlier redirect says nothing about a later one', () => {
    const { wants, redirect, begin, taken } = open('/a');
    wants('/b');
    begin('/other');
    redirect('/b');
    expect(taken()).toEqual([]);
  });

  it('lead to no page twice: the error names both pages and the cure, without queries', () => {
    const { wants, redirect } = open('/a?secret=1');
    wants('/b?returnUrl=%2Fa');
    redirect('/b?returnUrl=%2Fa');
    wants('/c?secret=2');
    redirect('/c?secret=2');
    expect(() => wants('/b?returnUrl=%2Fc', '/c?secret=2')).toThrow(
      'INVALID_CONFIG: a guard redirects /c to /b, which leads back to a guarded page; let /b open without a redirect or guard that does so',
    );
  });

  it('need no router events, which fake routers of apps seldom have', () => {
    const { router } = fakeRouter();
    const useValue = Object.assign(router, { events: undefined });
    const redirects = injectorOf({ provide: Router, useValue }).get(GuardRedirects);
    const page = router.parseUrl('/b');
    expect(redirects.to(page, '/a')).toBe(page);
  });
});
