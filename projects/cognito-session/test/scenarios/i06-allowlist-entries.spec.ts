// I06: an allowlist entry that is not what its author thinks fails at start, quoted; it never
// widens the list.

import { TestBed } from '@angular/core/testing';
import { type ApiRule, SessionError, SessionService } from '../../src/public-api';
import { configWith } from '../support/good-config';
import { DOOR } from '../support/session-app';

/** What stands in the list, and a part of the message that quotes it. */
const BAD: [string, unknown, string][] = [
  ['no scheme', 'api.example.com', 'api.example.com'],
  ['no scheme, with a path', 'api.example.com/prod', 'api.example.com/prod'],
  ['a scheme left to the page', '//api.example.com', '//api.example.com'],
  ['a path without its slash', 'api/orders', 'api/orders'],
  ['a wildcard in a path of this origin', '/api/*', '/api/*'],
  ['a backslash in a path of this origin', '/\\evil.com', '/\\\\evil.com'],
  ['a query in a path of this origin', '/api?x', '/api?x'],
  ['user info in a path of this origin', '/maria@evil.com', '…@evil.com'],
  ['a wildcard host', 'https://*', 'https://*'],
  ['a wildcard subdomain', 'https://*.example.com', 'https://*.example.com'],
  ['a wildcard path', 'https://api.example.com/*', 'https://api.example.com/*'],
  ['a wildcard alone', '*', '*'],
  ['a space inside', 'https://api.example.com /x', 'https://api.example.com /x'],
  ['a space in front', ' https://api.example.com', ' https://api.example.com'],
  ['a line break', 'https://api.example.com\n', 'https://api.example.com\\n'],
  ['a backslash', 'https://api.example.com\\x', 'https://api.example.com\\\\x'],
  ['a query', 'https://api.example.com/?x=1', 'https://api.example.com/?x=1'],
  ['a fragment', 'https://api.example.com/#x', 'https://api.example.com/#x'],
  ['http on a public host', 'http://api.example.com', 'http://api.example.com'],
  ['http on a host that begins like loopback', 'http://localhost.evil.com', 'localhost.evil.com'],
  ['http on a private address', 'http://192.168.0.1', 'http://192.168.0.1'],
  ['another scheme', 'ftp://api.example.com', 'ftp://api.example.com'],
  ['a WebSocket', 'wss://api.example.com', 'wss://api.example.com'],
  ['a script', 'javascript:alert(1)', 'javascript:alert(1)'],
  ['no host', 'https://', 'https://'],
  ['a port that is none', 'https://api.example.com:x', 'https://api.example.com:x'],
  ['nothing', '', '""'],
  ['null', null, 'null'],
  ['undefined', undefined, 'undefined'],
  ['a number', 42, '42'],
  ['a list', ['https://api.example.com'], 'https://api.example.com'],
  ['a rule without url', { token: 'id' }, 'undefined'],
  ['a rule with a bad url', { url: 'api.example.com' }, 'api.example.com'],
  ['a rule with a list as url', { url: ['https://api.example.com'] }, 'https://api.example.com'],
];

describe('I06', () => {
  const { provide } = DOOR;
  /** What the app's start throws. */
  function startWith(apis: unknown): unknown {
    TestBed.configureTestingModule({
      providers: provide(configWith({ apis: apis as (string | ApiRule)[] })),
    });
    try {
      TestBed.inject(SessionService);
    } catch (error) {
      return error;
    }
    return undefined;
  }

  it.each(BAD)('refuses %s, naming entry and text', (_name, entry, quoted) => {
    const error = startWith(['https://api.example.com', entry]);
    expect(error).toBeInstanceOf(SessionError);
    expect(error).toMatchObject({ code: 'INVALID_CONFIG' });
    expect((error as Error).message).toMatch(/apis\[1\](\.url)? must be an https URL/);
    expect((error as Error).message).toContain(quoted);
  });

  it.each([
    'https://maria:S3cret-word@api.example.com',
    'https://S3cret-word@api.example.com/x',
    '//maria:S3cret-word@api.example.com',
    'maria:S3cret-word@api.example.com',
    'https:maria:S3cret-word@api.example.com',
    'https:\\\\maria:S3cret-word@api.example.com',
    'https://maria:S3cret-word@S3cret-word@api.example.com',
    'https://maria:S3cret-word/x@api.example.com',
  ])('refuses credentials and does not repeat them: %s', (entry) => {
    const error = startWith([entry]);
    expect(error).toMatchObject({ code: 'INVALID_CONFIG' });
    expect((error as Error).message).toContain('apis[0]');
    expect((error as Error).message).not.toContain('S3cret-word');
  });

  it.each([
    ['token', { token: 'refresh' }, /apis\[0\]\.token must be 'id', 'access' or 'none'/],
    ['header', { header: 'X Token' }, /apis\[0\]\.header must be a header name/],
    ['header', { header: 'X-Token\r\nX-Other' }, /apis\[0\]\.header/],
    ['header', { header: '' }, /apis\[0\]\.header/],
    [
      'field',
      { tokens: 'access' },
      /apis\[0\]\.tokens is unknown; the fields .* url, token, header,/,
    ],
    ['allowInsecure', { allowInsecure: 'yes' }, /apis\[0\]\.allowInsecure must be true or false/],
    ['scheme', { scheme: 'Bearer token' }, /apis\[0\]\.scheme must be one word or nothing/],
    ['scheme', { scheme: 'Bearer\r\n' }, /apis\[0\]\.scheme/],
  ])('refuses a rule with a wrong %s: %j', (_field, part, message) => {
    const error = startWith([{ url: 'https://api.example.com', ...part }]);
    expect(error).toMatchObject({ code: 'INVALID_CONFIG' });
    expect((error as Error).message).toMatch(message);
  });

  it.each([undefined, null, 'https://api.example.com', {}, new Set(['https://api.example.com'])])(
    'refuses a list that is none: %p',
    (apis) => {
      const error = startWith(apis);
      expect(error).toMatchObject({ code: 'INVALID_CONFIG' });
      expect((error as Error).message).toContain('apis must be a list');
    },
  );

  it('quotes a long entry in part', () => {
    const error = startWith([`x${'y'.repeat(5000)}`]);
    expect((error as Error).message.length).toBeLessThan(400);
  });

  it.each([
    [[]],
    [['https://api.example.com']],
    [['http://localhost:3000', 'http://127.0.0.1/x', 'http://[::1]:8080', 'http://app.localhost']],
    [[{ url: 'https://api.example.com', token: 'access', header: 'X-Token', scheme: '' }]],
  ])('starts with %j', (apis) => {
    expect(startWith(apis)).toBeUndefined();
  });
});
