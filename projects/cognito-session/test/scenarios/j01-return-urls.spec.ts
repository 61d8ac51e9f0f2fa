// J01: a return URL comes out of the address bar, so anybody can have written it. None leads out of
// the app.

import * as fc from 'fast-check';
import { HOME, openSignInRoute } from '../support/sign-in-route';

const at = (value: string): string => `returnUrl=${encodeURIComponent(value)}`;

/** What would leave the app, or run script, in some parser; the default route is used instead. */
const LEAVING = [
  'https://evil.com',
  'https://evil.com/orders',
  'http:evil.com',
  'https:/evil.com',
  'HTTPS:\\\\evil.com',
  '//evil.com',
  '///evil.com',
  '////evil.com/x',
  '/\\evil.com',
  '/\\/evil.com',
  '\\evil.com',
  '\\\\evil.com',
  '\\/evil.com',
  '/\t/evil.com',
  '/\n/evil.com',
  '/\r\\evil.com',
  '\t//evil.com',
  ' //evil.com',
  '\u0000//evil.com',
  '\u001F/\\evil.com',
  '/.//evil.com',
  '/./\\evil.com',
  '/..//evil.com',
  '/x/..//evil.com',
  '/x/.././/evil.com',
  '/%2e//evil.com',
  '/%2E%2e//evil.com',
  '/.\\\\evil.com',
  '/x/..\\/evil.com',
  '/.\t//evil.com',
  '/\t.//evil.com',
  '/(//evil.com)',
  '/(primary://evil.com)',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\nscript:alert(1)',
  '\u0001javascript:alert(1)',
  'javascript://%0aalert(1)',
  'data:text/html,<script>alert(1)</script>',
  'blob:https://app.example.com/0f3c',
  'vbscript:x',
  'about:blank',
  'mailto:x@evil.com',
  '@evil.com',
  'evil.com',
  'orders',
  './orders',
  '../orders',
  '?x=1',
  '#/orders',
  '',
  ' ',
];

/**
 * Odd, and still a URL of the app: the router may take it as it likes, the address bar stays on the
 * origin.
 */
const INSIDE = [
  '/%2F%2Fevil.com',
  '/%2f/evil.com',
  '/%5Cevil.com',
  '/%5c%5cevil.com',
  '/%09/evil.com',
  '/%00//evil.com',
  '/x//evil.com',
  '/x\\\\evil.com',
  '/(/%2Fevil.com)',
  '/@evil.com',
  '/:80@evil.com',
  '/javascript:alert(1)',
  '/https://evil.com',
  '/redirect?to=//evil.com',
  '/?returnUrl=//evil.com',
  '/#//evil.com',
  '/;//evil.com',
  '/。/evil.com',
  '/／evil.com',
  '/%',
  '/%zz',
  '/%E0%A4%A',
  '/(',
  '/)',
  '/;',
  '/a(b:c',
];

function expectInside(url: string): void {
  expect(url).toMatch(/^\/(?![/\\])/);
  const { origin } = location;
  const once = new URL(url, origin);
  expect(once.origin).toBe(origin);
  const again = new URL(once.href.slice(once.origin.length), origin);
  expect(again.href).toBe(once.href);
  expect(location.origin).toBe(origin);
  expect(location.pathname).toMatch(/^\/(?![/\\])/);
}

describe('J01', () => {
  beforeEach(() => {
    history.replaceState(null, '', '/');
    // The router says so when it cannot read a URL, and goes to '/'.
    jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  });
  afterEach(() => jest.restoreAllMocks());

  it.each(LEAVING)('goes to the default route instead of %j', async (value) => {
    expect(await openSignInRoute().returnFrom(at(value))).toBe(HOME);
  });

  it.each(INSIDE)('stays on the origin with %j', async (value) => {
    expectInside(await openSignInRoute().returnFrom(at(value)));
  });

  it.each(['/x(evil:x)', '/x(evil://evil.com)', '/(evil:x)'])(
    'with %j, an outlet the app does not have, the default route is used',
    async (value) => {
      expect(await openSignInRoute().returnFrom(at(value))).toBe(HOME);
    },
  );

  it.each([
    ['encoded twice', `returnUrl=${encodeURIComponent(encodeURIComponent('//evil.com'))}`],
    ['encoded as by a form', 'returnUrl=%2F%2Fevil.com'],
    ['with a slash and a plus', 'returnUrl=/+//evil.com'],
    ['given twice', 'returnUrl=/orders&returnUrl=//evil.com'],
    ['given twice, the good one last', 'returnUrl=//evil.com&returnUrl=/orders'],
    ['raw', 'returnUrl=//evil.com'],
    ['raw with backslash', 'returnUrl=/\\evil.com'],
    ['without a value', 'returnUrl'],
    ['absent', 'x=1'],
    ['under another name', 'ReturnUrl=/orders'],
  ])('a parameter %s leads nowhere else', async (_name, query) => {
    const url = await openSignInRoute().returnFrom(query);
    expectInside(url);
    expect(url).not.toMatch(/^\/orders/);
  });

  it.each(['/orders', '/orders/7?tab=lines&x=%20y#total', '/', '/?x=1', '/a;m=1/b', '/日本/é'])(
    'goes back to %s',
    async (value) => {
      const { router, returnFrom } = openSignInRoute();
      expect(await returnFrom(at(value))).toBe(router.serializeUrl(router.parseUrl(value)));
    },
  );

  it('moves the address bar, too', async () => {
    await openSignInRoute().returnFrom(at('/orders?x=1'));
    expect(location.pathname + location.search).toBe('/orders?x=1');
  });

  it('whatever comes out of 3,000 random return URLs starts with one slash and stays on the origin', async () => {
    const { returnFrom } = openSignInRoute();
    const piece = fc.constantFrom(
      ...[
        '/',
        '/',
        '\\',
        '.',
        '..',
        '%2e',
        '%2f',
        '%5c',
        '\t',
        '\n',
        '\r',
        ' ',
        '\0',
        ':',
        '@',
        '?',
      ],
      ...[
        '#',
        ';',
        '(',
        ')',
        '&',
        '=',
        '%',
        'evil.com',
        'https:',
        'javascript:',
        'x',
        '。',
        '／',
        '//',
      ],
    );
    const hostile = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
    const anyText = fc.oneof(
      { weight: 4, arbitrary: hostile },
      { weight: 4, arbitrary: hostile.map((text) => `/${text}`) },
      { weight: 1, arbitrary: fc.webUrl() },
      { weight: 1, arbitrary: fc.string({ unit: 'grapheme' }).map((text) => `/${text}`) },
    );
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(anyText, async (value) => {
        const url = await returnFrom(at(value)).catch((error: unknown) => {
          // A page or outlet that this app does not have.
          expect(String(error)).toContain('NG04002');
          return location.pathname;
        });
        if (url !== HOME) taken++;
        expectInside(url);
      }),
      { numRuns: 3_000 },
    );
    // Not everything is refused, so the property says something.
    expect(taken).toBeGreaterThan(100);
  }, 60_000);

  describe('J04: the way back is never the sign-in page itself', () => {
    it.each([
      '/sign-in',
      '/sign-in/',
      '/sign-in?returnUrl=/orders',
      '/sign-in#x',
      '/sign-in;x=1',
      '/sign%2Din',
      '/./sign-in',
      '/x/../sign-in',
      '/(sign-in)',
      `/sign-in?returnUrl=${encodeURIComponent('/sign-in?returnUrl=%2Fsign-in')}`,
    ])('%s', async (value) => {
      expect(await openSignInRoute().returnFrom(at(value))).toBe(HOME);
    });

    it('but a page whose name only begins like it is one of the app', async () => {
      expect(await openSignInRoute().returnFrom(at('/sign-in-help'))).toBe('/sign-in-help');
    });

    it('nor longer than 2,048 characters', async () => {
      const { returnFrom } = openSignInRoute();
      expect(await returnFrom(at(`/${'x'.repeat(2047)}`))).toHaveLength(2048);
      expect(await returnFrom(at(`/${'x'.repeat(2048)}`))).toBe(HOME);
      expect(await returnFrom(at(`/${'x'.repeat(100_000)}`))).toBe(HOME);
    });
  });
});
