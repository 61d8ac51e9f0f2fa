// I04: relative URLs go where the page's base says, and the token only if that is an allowed API.

import { carriesToken, openSilentApp } from '../support/sent-request';
import { DOOR, type SessionApp } from '../support/session-app';

const RELATIVE = ['x', './x', '../x', '/x', '?q', '#f', '', '.', ';x', 'y/../z'];
const element = document.createElement('base');

describe('I04', () => {
  beforeEach(() => {
    document.head.append(element);
  });
  afterEach(() => {
    element.remove();
  });

  let app: SessionApp;
  beforeEach(async () => {
    app = await openSilentApp(DOOR, {
      apis: ['https://api.example.com', `${location.origin}/api`],
    });
  });

  it.each(RELATIVE)('sends no token to %j on a page whose base is evil.com', (url) => {
    element.href = 'https://evil.com/';
    expect(carriesToken(app, url)).toBe(false);
  });

  it.each(RELATIVE)('sends it to %j on a page whose base is the API', (url) => {
    element.href = 'https://api.example.com/v1/page';
    expect(carriesToken(app, url)).toBe(true);
  });

  it.each(['//api.example.com/x', '\\\\api.example.com/x'])(
    'sends it to %j, which names the host',
    (url) => {
      element.href = 'https://evil.com/';
      expect(carriesToken(app, url)).toBe(true);
    },
  );

  it('takes the scheme of the page for a URL without one', () => {
    element.href = 'http://evil.com/';
    expect(carriesToken(app, '//api.example.com/x')).toBe(false);
  });

  it('resolves against the document itself when there is no base element', () => {
    element.remove();
    expect(document.baseURI).toBe(`${location.origin}/`);
    expect(carriesToken(app, 'api/orders')).toBe(true);
    expect(carriesToken(app, '/api')).toBe(true);
    expect(carriesToken(app, 'apis')).toBe(false);
  });

  it('follows a base that changes under the running app', () => {
    const answers = [
      'https://api.example.com/',
      'https://evil.com/',
      'https://api.example.com/',
    ].map((base) => {
      element.href = base;
      return carriesToken(app, 'orders');
    });
    expect(answers).toEqual([true, false, true]);
  });

  it('resolves a relative base as the browser does', () => {
    element.setAttribute('href', '/api/');
    expect(carriesToken(app, 'orders')).toBe(true);
    expect(carriesToken(app, '../orders')).toBe(false);
  });
});
