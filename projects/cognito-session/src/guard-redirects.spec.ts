// Where guards have sent a navigation before, and the end of going round.

import { GuardRedirects, pathOf } from './guard-redirects';
import { fakeRouter } from './testing-support/skins';

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
    const redirects = new GuardRedirects();
    const fake = fakeRouter();
    const { router } = fake;
    fake.opening = url;
    return {
      redirects,
      taken: () => redirects.taken(router),
      /** A guard redirects to `page`. */
      wants: (page: string) => redirects.to(router.parseUrl(page), fake.opening ?? '', router),
      /** The router begins a navigation, by default the next one. */
      begin: (page: string | undefined, id = fake.navigationId + 1) => {
        fake.opening = page;
        fake.navigationId = id;
      },
    };
  }

  it('are none when somebody opens a page', () => {
    expect(open('/a').taken()).toEqual([]);
  });

  it('are known in the navigation that the router begins for them, one after the other', () => {
    const { wants, begin, taken } = open('/a');
    wants('/b?x=1');
    expect(taken()).toEqual([]);
    begin('/b?x=1');
    expect(taken()).toEqual(['/b?x=1']);
    wants('/c');
    begin('/c');
    expect(taken()).toEqual(['/b?x=1', '/c']);
  });

  it('are known whichever of two guards on one route the router follows', () => {
    const { wants, begin, taken } = open('/a');
    wants('/b');
    wants('/c');
    begin('/b');
    expect(taken()).toEqual(['/b']);
  });

  it.each([
    ['somebody opens another page', '/other', undefined],
    ['somebody opens the same page later', '/b', 4],
    ['no navigation is under way', undefined, undefined],
  ])('are forgotten when %s', (_name, page, id) => {
    const { wants, begin, taken } = open('/a');
    wants('/b');
    begin(page, id);
    expect(taken()).toEqual([]);
  });

  it('count in the next navigation only', () => {
    const { wants, begin, taken } = open('/a');
    wants('/b');
    begin('/b');
    taken();
    begin('/b');
    expect(taken()).toEqual([]);
  });

  it('lead to no page twice: the error names both pages and the cure, without queries', () => {
    const { wants, begin } = open('/a?secret=1');
    wants('/b?returnUrl=%2Fa');
    begin('/b?returnUrl=%2Fa');
    wants('/c?secret=2');
    begin('/c?secret=2');
    expect(() => wants('/b?returnUrl=%2Fc')).toThrow(
      'INVALID_CONFIG: a guard redirects /c to /b, which leads to a guarded page again; leave /b without that guard',
    );
  });
});
