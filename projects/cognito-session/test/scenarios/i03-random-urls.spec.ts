// I03: random URLs on random pages. The oracle parses with another URL implementation than the page's and compares
// in another way than the library: field by field, and the path segment by segment.

import { URL as OtherUrl } from 'node:url';
import * as fc from 'fast-check';
import { figure } from '../support/figures';
import { carriesToken, openSilentApp } from '../support/sent-request';
import { DOORS } from '../support/session-app';

const RUNS = 100_000;
const APIS = [
  'https://api.example.com/prod/',
  'https://api.example.com:8443',
  'http://localhost:3000/x/y',
];
const ALLOWED = [
  { protocol: 'https:', hostname: 'api.example.com', port: '', path: ['prod'] },
  { protocol: 'https:', hostname: 'api.example.com', port: '8443', path: [] },
  { protocol: 'http:', hostname: 'localhost', port: '3000', path: ['x', 'y'] },
];

/** Whether a token may go where a browser on a page with this base sends the request. */
function allowed(url: string, base: string): boolean {
  const target = parse(url, base);
  if (!target || target.username !== '' || target.password !== '') return false;
  const segments = target.pathname.split('/').slice(1);
  return ALLOWED.some(
    ({ protocol, hostname, port, path }) =>
      target.protocol === protocol &&
      target.hostname === hostname &&
      target.port === port &&
      path.every((segment, index) => segments[index] === segment) &&
      !segments.slice(path.length).some((segment) => DISGUISED.test(segment)),
  );
}

/**
 * A segment of which servers make several, or a dot segment: an encoded slash or backslash anywhere in it, or one or two dots
 * with nothing behind them except what a server cuts off. Each sign as itself or encoded, once or over and over.
 */
const DISGUISED = /%(25)*(2f|5c)|^(\.|%(25)*2e){1,2}($|[;?#]|%(25)*([01][\da-f]|20|23|3b|3f|7f))/i;

function parse(url: string, base: string): OtherUrl | null {
  try {
    // Not `canParse`: once compiled, Node 20's refuses Latin-1 letters that its own parser takes.
    return new OtherUrl(url, base);
  } catch {
    return null;
  }
}

/**
 * Whether both parsers read a URL alike. Their tables of Unicode are of different years, so some letters in host names
 * (U+FFA0, say) are ignored by one and refused by the other, and Node 20 leaves the dots in `/x/.;x/../y` as they are. There
 * the page's parser is right: it is the one that sends.
 */
function readAlike(url: string, base: string): boolean {
  const other = parse(url, base);
  try {
    const { host, pathname } = new URL(url, base);
    return host === other?.host && pathname === other.pathname;
  } catch {
    // Not a URL for the page.
    return other === null;
  }
}

const one = (...texts: string[]): fc.Arbitrary<string> => fc.constantFrom(...texts);
const host = one(
  ...['api.example.com', 'api.example.com', 'API.example.COM', 'localhost', 'evil.com'],
  ...['api.example.com.evil.com', 'api.example.com.', '%61pi.example.com', 'аpi.example.com'],
  ...['api.example。com', 'api.example.com%2eevil.com', 'xapi.example.com', '[::1]', '127.1'],
  ...['api.exa\u00ADmple.com', 'api.example.com\\evil.com', 'api.exam\tple.com', ''],
);
const absolute = fc
  .tuple(
    one(
      'https',
      'https',
      'https',
      'http',
      'HTTPS',
      'wss',
      'blob:https',
      'ftp',
      'ht\ntps',
      ' https',
    ),
    one('://', '://', '://', ':', ':/', ':\\\\', ':////', '//'),
    one('', '', '', '', 'user@', 'u:p@', '@', ':@', 'api.example.com@', 'api.example.com:443@'),
    host,
    one('', '', '', ':443', ':8443', ':3000', ':0443', ':', ':80', ':x', ':99999'),
  )
  .map((parts) => parts.join(''));
const path = fc
  .array(
    one(
      ...['/prod', '/prod', '/prod/', '/x', '/x/y', '/y', '/', '//', '\\', '/..', '/.', '/%2e%2e'],
      ...['/%2E', '/production', '/Prod', '%2F', ';', '/../prod', '?q=/prod/', '#/prod/', '@', ' '],
      ...['/%70rod', '/é', '\t', ':', '&', '..', '.', 'prod'],
      ...['/..;', '/%2e%2E;', '/.;x', '%5c', '%252F', '/%252e', '%3b', '%25', '/..%20', '/..x'],
    ),
    { maxLength: 5 },
  )
  .map((parts) => parts.join(''));
const anyUrl = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(absolute, path).map((parts) => parts.join('')) },
  { weight: 2, arbitrary: path },
  {
    weight: 2,
    arbitrary: fc.tuple(one('//', '/\\', '\\\\', '///'), host, path).map((x) => x.join('')),
  },
  { weight: 1, arbitrary: fc.webUrl({ withFragments: true, withQueryParameters: true }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  {
    weight: 2,
    // The allowed URL with one place changed.
    arbitrary: fc
      .tuple(fc.nat(32), fc.nat(2), fc.string({ unit: 'grapheme', maxLength: 2 }))
      .map(([at, cut, put]) => {
        const url = 'https://api.example.com/prod/orders';
        return url.slice(0, at) + put + url.slice(at + cut);
      }),
  },
);
const BASES = [
  'http://localhost/',
  'https://api.example.com/prod/app/index.html',
  'https://api.example.com:8443/',
  'http://localhost:3000/x/z/page?q#f',
  'https://evil.com/prod/',
  'https://app.example.com/',
];

const element = document.createElement('base');
describe('I03', () => {
  beforeAll(() => {
    document.head.append(element);
  });
  afterAll(() => {
    element.remove();
  });

  it.each(DOORS)(
    `$door: of ${RUNS} random URLs a token arrives at those that may have it, and at no other`,
    async (door) => {
      const app = await openSilentApp(door, { apis: APIS });
      const counts = { allowed: 0, refused: 0, unlike: 0 };
      const runsPerBase = Math.ceil(RUNS / BASES.length);
      for (const base of BASES) {
        element.href = base;
        expect(document.baseURI).toBe(base);
        fc.assert(
          fc.property(anyUrl, (url) => {
            if (!readAlike(url, base)) {
              counts.unlike++;
              return true;
            }
            const expected = allowed(url, base);
            counts[expected ? 'allowed' : 'refused']++;
            return carriesToken(app, url) === expected;
          }),
          { numRuns: runsPerBase },
        );
      }
      figure(
        `I03 ${counts.allowed} URLs allowed, ${counts.refused} refused, ${counts.unlike} read unlike by the oracle, by ${door.door}`,
      );
      expect(counts.unlike).toBeLessThan(RUNS / 200);
      // The generator reaches both answers often.
      expect(counts.allowed).toBeGreaterThan(RUNS / 50);
      expect(counts.refused).toBeGreaterThan(RUNS / 50);
    },
    120_000,
  );
});
