// Random URLs, many of them close to what three allowed APIs on loopback look like.

import * as fc from 'fast-check';

/** The APIs that may have a token: the default port, another port, a longer path. */
export const ALLOWED_APIS = [
  'http://api.localhost/prod/',
  'http://api.localhost:8443',
  'http://localhost:3000/x/y',
];

/** Where relative URLs of a page may lead. */
export const BASES = [
  'http://page.localhost/',
  'http://api.localhost/prod/app/index.html',
  'http://api.localhost:8443/',
  'http://localhost:3000/x/z/page?q#f',
  'http://evil.com/prod/',
];

const one = (...texts: string[]): fc.Arbitrary<string> => fc.constantFrom(...texts);
const joined = (...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.tuple(...parts).map((texts) => texts.join(''));

const scheme = one(
  ...['http', 'http', 'http', 'http', 'https', 'HTTP', 'ws', 'blob:http', 'ftp', 'ht\ntp', ' http'],
);
const slashes = one('://', '://', '://', ':', ':/', ':\\\\', ':////', '//');
const userInfo = one(
  ...['', '', '', '', '', 'user@', 'u:p@', '@', ':@', 'api.localhost@', 'api.localhost:80@'],
);
const host = one(
  ...['api.localhost', 'api.localhost', 'API.LocalHost', 'localhost', 'evil.com', 'api.localhost.'],
  ...['api.localhost.evil.com', '%61pi.localhost', 'аpi.localhost', 'api。localhost', '[::1]'],
  ...[
    'api.localhost%2eevil.com',
    'xapi.localhost',
    '127.1',
    'api.local\u00ADhost',
    'api.loc\talhost',
  ],
  ...['api.localhost\\evil.com', ''],
);
const port = one(...['', '', '', ':80', ':8443', ':3000', ':080', ':', ':443', ':x', ':99999']);
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

/** One random URL. */
export const randomUrl: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: joined(scheme, slashes, userInfo, host, port, path) },
  { weight: 2, arbitrary: path },
  { weight: 2, arbitrary: joined(one('//', '/\\', '\\\\', '///'), host, port, path) },
  { weight: 1, arbitrary: fc.webUrl({ withFragments: true, withQueryParameters: true }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  {
    weight: 2,
    // An allowed URL with one place changed.
    arbitrary: fc
      .tuple(fc.nat(26), fc.nat(2), fc.string({ unit: 'grapheme', maxLength: 2 }))
      .map(([at, cut, put]) => {
        const url = 'http://api.localhost/prod/x';
        return url.slice(0, at) + put + url.slice(at + cut);
      }),
  },
);
