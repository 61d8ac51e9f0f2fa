// I10: a rule can be a path on the page's own origin, and can allow http on a host of a private
// network, if it says so.

import { TestBed } from '@angular/core/testing';
import { type ApiRule, SessionService } from '../../src/public-api';
import { configWith } from '../support/good-config';
import { carriesToken, openSilentApp } from '../support/sent-request';
import { DOORS } from '../support/session-app';

const PRIVATE = 'http://192.168.0.7:3000/api';

describe.each(DOORS)('I10: with $door', (door) => {
  const base = document.createElement('base');
  afterEach(() => base.remove());

  it('a path is one on the own origin, and the token goes nowhere else', async () => {
    const app = await openSilentApp(door, { apis: ['/api/'] });
    const urls = ['/api/orders', 'api', `${location.origin}/api/x?y`];
    expect(urls.filter((url) => !carriesToken(app, url))).toEqual([]);
    const others = ['/', '/apis', '/api/../x', 'https://api.example.com/api/', '//evil.com/api/'];
    expect(others.filter((url) => carriesToken(app, url))).toEqual([]);
  });

  it.each(['before', 'after'])(
    'a <base> that leads to a foreign origin, there %s the start, does not move the rule',
    async (when) => {
      base.href = 'https://evil.com/';
      if (when === 'before') document.head.append(base);
      const app = await openSilentApp(door, { apis: [{ url: '/api/', token: 'access' }] });
      document.head.append(base);
      expect(document.baseURI).toBe('https://evil.com/');
      const foreign = ['api/', '/api/', '/api/orders', 'https://evil.com/api/'];
      expect(foreign.filter((url) => carriesToken(app, url))).toEqual([]);
      expect(carriesToken(app, `${location.origin}/api/orders`)).toBe(true);
    },
  );

  it('http on a private network gets a token with allowInsecure', async () => {
    const app = await openSilentApp(door, { apis: [{ url: PRIVATE, allowInsecure: true }] });
    expect(carriesToken(app, `${PRIVATE}/orders`)).toBe(true);
    expect(carriesToken(app, PRIVATE.replace('http:', 'https:'))).toBe(false);
  });

  it.each<[string, string | ApiRule]>([
    ['apis[0]', PRIVATE],
    ['apis[0].url', { url: PRIVATE }],
    ['apis[0].url', { url: PRIVATE, allowInsecure: false }],
  ])('without it the start fails, and the error names %s and allowInsecure: %j', (field, entry) => {
    TestBed.configureTestingModule({ providers: door.provide(configWith({ apis: [entry] })) });
    const start = (): unknown => TestBed.inject(SessionService);
    expect(start).toThrow(`${field} must be an https URL (http on loopback, or with allowInsecure`);
    expect(start).toThrow(PRIVATE);
  });
});
