// I02: the URL that the browser really calls decides, not the text an app wrote.

import { carriesToken, headersSent, openSilentApp } from '../support/sent-request';
import { DOOR } from '../support/session-app';

/** Other spellings of `https://api.example.com/prod/orders`, for a page anywhere. */
const SPELLINGS = [
  'https://api.example.com/prod/orders',
  'HTTPS://API.EXAMPLE.COM/prod/orders',
  'hTtPs://Api.Example.Com/prod/orders',
  'https://api.example.com:443/prod/orders',
  'https://api.example.com:00443/prod/orders',
  'https://api.example.com:/prod/orders',
  'https:api.example.com/prod/orders',
  'https:/api.example.com/prod/orders',
  'https:////api.example.com/prod/orders',
  'https:\\\\api.example.com\\prod\\orders',
  'https://@api.example.com/prod/orders',
  'https://:@api.example.com/prod/orders',
  '  https://api.example.com/prod/orders  ',
  '\u0000\thttps://api.example.com/prod/orders\u001F',
  'ht\ttps://api.exa\nmple.com/pr\rod/orders',
  'https://api.example.com/./prod/orders',
  'https://api.example.com/x/../prod/orders',
  'https://api.example.com/x/%2e%2E/prod/orders',
  'https://api.example.com/../../prod/orders',
  'https://api.example.com/prod/./orders',
  'https://%61pi.ex%61mple.com/prod/orders',
  'https://ａｐｉ.example.com/prod/orders',
  'https://api.example。com/prod/orders',
  'https://api.exa\u00ADmple.com/prod/orders',
  'https://api.example.com/prod/orders?x=https://evil.com/',
  'https://api.example.com/prod/orders#@evil.com/',
  'https://api.example.com/prod',
  'https://api.example.com/prod?x=1',
  'https://api.example.com/prod#x',
  'https://api.example.com/prod/',
  'https://api.example.com/prod//orders',
  'https://api.example.com/prod/or%20ders;v=1',
  'https://api.example.com/prod/日本',
];

describe('I02', () => {
  it.each(SPELLINGS)('sends the token to %j', async (url) => {
    const app = await openSilentApp(DOOR, { apis: ['https://api.example.com/prod'] });
    expect(carriesToken(app, url)).toBe(true);
  });

  it.each([
    'https://api.example.com/prod',
    'https://api.example.com/prod/',
    'HTTPS://API.example.com:443/prod//',
    'https://api.example.com/x/../prod/./',
  ])('takes a rule spelt %s for the same API', async (rule) => {
    const app = await openSilentApp(DOOR, { apis: [rule] });
    expect(carriesToken(app, 'https://api.example.com/prod/orders')).toBe(true);
    expect(carriesToken(app, 'https://api.example.com/prod')).toBe(true);
    expect(carriesToken(app, 'https://api.example.com/production')).toBe(false);
  });

  it('takes rules of hosts in other scripts as the browser encodes them', async () => {
    const app = await openSilentApp(DOOR, { apis: ['https://bücher.example/'] });
    expect(carriesToken(app, 'https://xn--bcher-kva.example/x')).toBe(true);
    expect(carriesToken(app, 'https://BÜCHER.example/x')).toBe(true);
    expect(carriesToken(app, 'https://bucher.example/x')).toBe(false);
  });

  it('lets the most specific rule choose token, header and scheme', async () => {
    const app = await openSilentApp(DOOR, {
      apis: [
        'https://api.example.com',
        { url: 'https://api.example.com/v2', token: 'access', header: 'X-Token', scheme: '' },
      ],
    });
    const session = app.session.session()!;
    const [id, access] = [session.getIdToken(), session.getAccessToken()];
    expect(headersSent(app, 'https://api.example.com/v1')).toMatchObject({
      Authorization: `Bearer ${id.getJwtToken()}`,
    });
    const sent = headersSent(app, 'HTTPS://api.example.com/x/../v2/orders');
    expect(sent).toMatchObject({ 'X-Token': access.getJwtToken() });
    expect(sent).not.toHaveProperty('Authorization');
  });

  it('remembers no decision wrongly after hundreds of other URLs', async () => {
    const app = await openSilentApp(DOOR, { apis: ['https://api.example.com/prod'] });
    const answers = Array.from({ length: 1000 }, (_, index) => [
      carriesToken(app, `https://api.example.com/prod/${index % 333}`),
      carriesToken(app, `https://api.example.com.evil.com/prod/${index % 333}`),
    ]);
    expect(answers.every(([ours, foreign]) => ours === true && foreign === false)).toBe(true);
  });
});
