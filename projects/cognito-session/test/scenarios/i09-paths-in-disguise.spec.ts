// I09: a path that leads out of the rule's own only once a server has decoded it, or has dropped
// what stands behind a semicolon, gets no token. The URL parser, by which the rule is matched, does
// neither.

import { carriesToken, openSilentApp } from '../support/sent-request';
import { DOORS } from '../support/session-app';

const API = 'https://api.example.com/api';

const DISGUISED = [
  ...['/..%2fadmin', '/..%2Fadmin', '/x%2f..%2f..%2fadmin', '/%2f', '/x%2Fy', '/..%5cadmin'],
  ...['/%5C', '/x/%2e%2e%2fadmin', '/.%2e%5cadmin'],
  // Encoded twice, three times, and digit by digit.
  ...['/..%252fadmin', '/..%255Cadmin', '/x%25252f..', '/..%25%32%66admin', '/%252e%252e/admin'],
  ...['/%25252525252f'],
  // With path parameters, as Java servers read them.
  ...[
    '/..;/admin',
    '/..;x=1/admin',
    '/%2e%2e;/admin',
    '/%2E.;a/admin',
    '/.;/admin',
    '/..%3b/admin',
  ],
  ...['/x/..;/..;/admin', '/..;', '/%252e%252e%253b/admin'],
  // Bytes that are no UTF-8, which lenient decoders read as a slash or a dot.
  ...['/..%c0%afadmin', '/%C0%AE%c0%ae/admin', '/..%c1%9cadmin', '/..%25c0%25afadmin'],
  // With what servers cut off.
  ...['/..%20/admin', '/..%00/admin', '/..%09/admin', '/..%3fx', '/..%23x'],
];

const PLAIN = [
  ...['', '/', '/orders/7', '/orders;v=1', '/a%20b', '/100%25', '/..x', '/...', '/.well-known/x'],
  ...['/a..b', '/%E6%97%A5', '/日本', '/x//y', '/%zz', '/%', '/x?y=..%2fadmin', '/x#..%2fadmin'],
];

describe.each(DOORS)('I09: with $door', (door) => {
  it.each([
    ['a path', API],
    ['a path that ends in a slash', `${API}/`],
    ['the whole origin', 'https://api.example.com'],
  ])('a rule for %s sends no token to a path in disguise', async (_name, rule) => {
    const app = await openSilentApp(door, { apis: [rule] });
    const sent = (): string[] => DISGUISED.filter((path) => carriesToken(app, API + path));
    expect(sent()).toEqual([]);
    // What is remembered is the same decision.
    expect(sent()).toEqual([]);
  });

  it('and one to each path that everybody reads alike', async () => {
    const app = await openSilentApp(door, { apis: [API] });
    expect(PLAIN.filter((path) => !carriesToken(app, API + path))).toEqual([]);
  });

  it('an encoded slash in the rule itself is the path that its author means', async () => {
    const app = await openSilentApp(door, { apis: [`${API}/a%2Fb`] });
    expect(carriesToken(app, `${API}/a%2Fb/orders`)).toBe(true);
    expect(carriesToken(app, `${API}/a/b/orders`)).toBe(false);
    expect(carriesToken(app, `${API}/a%2Fb/..%2fadmin`)).toBe(false);
  });
});
