// I01: URLs that look like an allowed API and are not. No header of the request may hold a token.

import { HttpContext, HttpHeaders } from '@angular/common/http';
import { SESSION_TOKEN } from '../../src/public-api';
import { carriesToken, headersSent, openSilentApp } from '../support/sent-request';
import { DOOR, type SessionApp } from '../support/session-app';

const HOSTS = ['https://api.example.com', 'https://api.example.com/prod/'];

const FOREIGN = [
  // A longer host that starts with the allowed one.
  'https://api.example.com.evil.com/prod/',
  'https://api.example.comevil.com/prod/',
  'https://api.example.com-evil.com/prod/',
  'https://api.example.com.:443/prod/',
  'https://api.example.community/prod/',
  // A longer host that ends with it, a parent and a sibling.
  'https://evil-api.example.com/prod/',
  'https://x.api.example.com/prod/',
  'https://example.com/prod/',
  'https://api2.example.com/prod/',
  // The host as user info.
  'https://api.example.com@evil.com/prod/',
  'https://api.example.com:443@evil.com/prod/',
  'https://api.example.com%2Fprod%2F@evil.com/',
  'https://api.example.com:x@evil.com/prod/',
  // User info on the right host: the browser drops it or refuses, and no app means it.
  'https://user@api.example.com/prod/',
  'https://user:password@api.example.com/prod/',
  'https://:password@api.example.com/prod/',
  'https://%65@api.example.com/prod/',
  // Another port, another scheme.
  'https://api.example.com:8443/prod/',
  'https://api.example.com:80/prod/',
  'http://api.example.com/prod/',
  'http://api.example.com:443/prod/',
  'ws://api.example.com/prod/',
  'wss://api.example.com/prod/',
  'ftp://api.example.com/prod/',
  'file://api.example.com/prod/',
  'custom://api.example.com/prod/',
  // Letters that look alike; the browser turns them to another, encoded host.
  'https://аpi.example.com/prod/',
  'https://api.ехample.com/prod/',
  'https://api.exɑmple.com/prod/',
  'https://api.example.cоm/prod/',
  'https://api-example.com/prod/',
  'https://api.example。evil.com/prod/',
  // Backslashes, white space and controls inside.
  'https://evil.com\\api.example.com/prod/',
  'https://evil.com\\@api.example.com/prod/',
  'https://api.example.com%5C.evil.com@evil.com',
  'https:\\\\evil.com/api.example.com/prod/',
  'https://api.example.com\t.evil.com/prod/',
  'https://api.example.com\n.evil.com/prod/',
  'https://api.example .com/prod/',
  'https://api.example.com\u0000.evil.com/prod/',
  // The allowed URL inside another one.
  'https://evil.com/https://api.example.com/prod/',
  'https://evil.com/?u=https://api.example.com/prod/',
  'https://evil.com/#https://api.example.com/prod/',
  'https://evil.com?https://api.example.com/prod/',
  '//evil.com/api.example.com/prod/',
  // URLs that only carry an origin within.
  'blob:https://api.example.com/prod/0f3c',
  'data:text/html,https://api.example.com/prod/',
  'javascript:fetch("https://api.example.com/prod/")',
  'about:blank#https://api.example.com/prod/',
  'filesystem:https://api.example.com/prod/x',
  'view-source:https://api.example.com/prod/',
  // No URLs at all.
  'https://',
  'https://[api.example.com]/prod/',
  'https://api.example.com:port/prod/',
  'https://api.example.com:99999/prod/',
];

/** On the right origin, and not below the rule's path at a segment border. */
const OTHER_PATHS = [
  'https://api.example.com/',
  'https://api.example.com/production/',
  'https://api.example.com/prod-x',
  'https://api.example.com/prod.evil/',
  'https://api.example.com/prod%2F',
  'https://api.example.com/prod%2Forders',
  'https://api.example.com/prod;x/orders',
  'https://api.example.com/Prod/orders',
  'https://api.example.com//prod/orders',
  'https://api.example.com/%70rod/orders',
  'https://api.example.com/prod/..',
  'https://api.example.com/prod/../admin',
  'https://api.example.com/prod/%2e%2e/admin',
  'https://api.example.com/prod/.%2E/admin',
  'https://api.example.com/prod/x/../../admin',
  'https://api.example.com/prod\\..\\admin',
  'https://api.example.com?/prod/',
  'https://api.example.com#/prod/',
  'https://api.example.com/x?y=/prod/',
];

describe('I01', () => {
  describe.each(HOSTS)('allowed: %s', (allowed) => {
    let app: SessionApp;
    beforeEach(async () => void (app = await openSilentApp(DOOR, { apis: [allowed] })));

    it('sends a token to the allowed URL, so that the rest says something', () => {
      expect(carriesToken(app, 'https://api.example.com/prod/orders')).toBe(true);
    });

    it.each(FOREIGN)('sends none to %j', (url) => {
      expect(carriesToken(app, url)).toBe(false);
    });

    it.each(['id', 'access'] as const)('sends none by SESSION_TOKEN %s, either', (kind) => {
      const context = new HttpContext().set(SESSION_TOKEN, kind);
      const sent = FOREIGN.filter((url) => carriesToken(app, url, { context }));
      expect(sent).toEqual([]);
    });
  });

  it.each(OTHER_PATHS)('sends none to another path than /prod: %s', async (url) => {
    const app = await openSilentApp(DOOR, { apis: ['https://api.example.com/prod'] });
    expect(carriesToken(app, url)).toBe(false);
  });

  it('sends none while the allowlist is empty', async () => {
    const app = await openSilentApp(DOOR, { apis: [] });
    expect(
      ['https://api.example.com/', '/', '', 'x'].filter((url) => carriesToken(app, url)),
    ).toEqual([]);
  });

  it('sends none where the rule says so, even inside a wider rule', async () => {
    const app = await openSilentApp(DOOR, {
      apis: ['https://api.example.com', { url: 'https://api.example.com/public', token: 'none' }],
    });
    expect(carriesToken(app, 'https://api.example.com/public/news')).toBe(false);
    expect(carriesToken(app, 'https://api.example.com/publicity')).toBe(true);
  });

  it('does not let query parameters lead the request elsewhere', async () => {
    const app = await openSilentApp(DOOR, { apis: ['https://evil.com.example'] });
    expect(carriesToken(app, 'https://evil.com', { params: { '.example/': '' } })).toBe(false);
  });

  it('leaves a header alone that the caller set', async () => {
    const app = await openSilentApp(DOOR, { apis: HOSTS });
    const headers = new HttpHeaders({ authorization: 'Basic own' });
    const sent = headersSent(app, 'https://api.example.com/prod/', { headers });
    expect(Object.values(sent)).toContain('Basic own');
    expect(Object.values(sent).join()).not.toContain('eyJ');
  });
});
