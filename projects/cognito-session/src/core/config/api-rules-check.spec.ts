// Tests the check of one entry of `apis`: the rule of a valid one, and the field that an error
// names.

import { checkApiRule } from './api-rules';
import { SessionError } from '../session-error';

/** The message of the error of `work`, which must be a SessionError for a setting. */
function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(SessionError);
    expect((error as SessionError).code).toBe('INVALID_CONFIG');
    return (error as SessionError).message;
  }
  return 'not refused';
}

describe('checkApiRule', () => {
  it('fills in the defaults of a plain URL', () => {
    expect(checkApiRule('https://api.example.com/prod//', 'apis[0]')).toEqual({
      origin: 'https://api.example.com',
      path: '/prod',
      token: 'id',
      header: 'Authorization',
      prefix: 'Bearer ',
    });
  });

  it('keeps slashes inside a path', () => {
    expect(checkApiRule('https://a.com/x//y/z/', 'f').path).toBe('/x//y/z');
  });

  it('takes a rule with settings of its own', () => {
    const rule = { url: 'https://a.com', token: 'access', header: 'X-Token_2', scheme: 'Token-1' };
    expect(checkApiRule(rule, 'f')).toEqual({
      origin: 'https://a.com',
      path: '',
      token: 'access',
      header: 'X-Token_2',
      prefix: 'Token-1 ',
    });
  });

  it('sends the bare token for an empty scheme', () => {
    expect(checkApiRule({ url: 'https://a.com', scheme: '' }, 'f').prefix).toBe('');
  });

  it.each(['id', 'access', 'none'])('takes the token kind %s', (token) => {
    expect(checkApiRule({ url: 'https://a.com', token }, 'f').token).toBe(token);
  });

  const url = 'https://a.com';
  const known = 'the fields of a rule are url, token, header, scheme, allowInsecure';
  it.each([
    [{ url, tokens: 'x', token: 7 }, `apis[3].tokens is unknown; ${known}`],
    [{ url, Token: 'id' }, `apis[3].Token is unknown; ${known}`],
    [{ uri: url }, `apis[3].uri is unknown; ${known}`],
    [{ url, allowInsecure: 'yes' }, 'apis[3].allowInsecure must be true or false; it is "yes"'],
    [{ url, allowInsecure: 1 }, 'apis[3].allowInsecure must be true or false; it is 1'],
    [{ url, token: 'refresh' }, `apis[3].token must be 'id', 'access' or 'none'; it is "refresh"`],
    [{ url, token: 'idx' }, `apis[3].token must be 'id', 'access' or 'none'; it is "idx"`],
    [{ url, token: 'xid' }, `apis[3].token must be 'id', 'access' or 'none'; it is "xid"`],
    [{ url, token: null }, `apis[3].token must be 'id', 'access' or 'none'; it is null`],
    [{ url, header: '' }, 'apis[3].header must be a header name; it is ""'],
    [{ url, header: 'X Token' }, 'apis[3].header must be a header name; it is "X Token"'],
    [{ url, header: ' X' }, 'apis[3].header must be a header name; it is " X"'],
    [{ url, header: 'X\r\nY' }, 'apis[3].header must be a header name; it is "X\\r\\nY"'],
    [{ url, header: 7 }, 'apis[3].header must be a header name; it is 7'],
    [{ url, scheme: 'a b' }, 'apis[3].scheme must be one word or nothing; it is "a b"'],
    [{ url, scheme: ' b' }, 'apis[3].scheme must be one word or nothing; it is " b"'],
    [{ url, scheme: 'b ' }, 'apis[3].scheme must be one word or nothing; it is "b "'],
    [{ url, scheme: null }, 'apis[3].scheme must be one word or nothing; it is null'],
  ])('refuses %j by the name of the field', (entry, message) => {
    expect(refusal(() => checkApiRule(entry, 'apis[3]'))).toBe(`INVALID_CONFIG: ${message}`);
  });

  it.each([
    ['/api/', 'https://app.example.com', 'https://app.example.com/api'],
    ['/', 'http://localhost:4200', 'http://localhost:4200'],
    ['/.//evil.com', 'https://app.example.com', 'https://app.example.com//evil.com'],
    ['/a%2Fb', 'https://app.example.com', 'https://app.example.com/a%2Fb'],
  ])('takes the path %s on the origin %s', (path, own, expected) => {
    for (const entry of [path, { url: path }]) {
      const rule = checkApiRule(entry, 'f', own);
      expect(rule.origin + rule.path).toBe(expected);
    }
  });

  it.each([
    ['/api', undefined, '"/api"'],
    ['/api', 'null', '"/api"'],
    ['/api', 'capacitor://localhost', '"/api"'],
    ['/api', 'http://app.example.com', '"http://app.example.com/api"'],
    ['//evil.com', 'https://app.example.com', '"//evil.com"'],
    ['/\\evil.com', 'https://app.example.com', '"/\\\\evil.com"'],
    ['/a b', 'https://app.example.com', '"/a b"'],
    ['/api?x', 'https://app.example.com', '"/api?x"'],
    ['/api#x', 'https://app.example.com', '"/api#x"'],
    ['/api/*', 'https://app.example.com', '"/api/*"'],
    ['/@evil.com', 'https://app.example.com', '"…@evil.com"'],
    ['api/', 'https://app.example.com', '"api/"'],
  ])('refuses the path %s on the origin %s', (path, own, shown) => {
    const message = refusal(() => checkApiRule(path, 'apis[0]', own));
    expect(message).toMatch(
      /^INVALID_CONFIG: apis\[0\] must be an https URL .* a path like \/api\//,
    );
    expect(message.split('it is ')[1]).toBe(shown);
  });

  it('takes http on any host with allowInsecure, and names it without', () => {
    const insecure = 'http://192.168.0.7:3000/x';
    expect(checkApiRule({ url: insecure, allowInsecure: true }, 'f').origin).toBe(
      'http://192.168.0.7:3000',
    );
    const own = checkApiRule({ url: '/api', allowInsecure: true }, 'f', 'http://app.example.com');
    expect(own.origin).toBe('http://app.example.com');
    for (const entry of [insecure, { url: insecure }, { url: insecure, allowInsecure: false }]) {
      expect(refusal(() => checkApiRule(entry, 'f'))).toContain('allowInsecure: true');
    }
    // The option allows http and nothing else.
    expect(refusal(() => checkApiRule({ url: 'ftp://a.com', allowInsecure: true }, 'f'))).toContain(
      'f.url must be',
    );
  });

  it('names the field of a URL, in a rule and alone', () => {
    expect(refusal(() => checkApiRule('x', 'apis[3]'))).toMatch(/: apis\[3\] must be an https URL/);
    expect(refusal(() => checkApiRule({ url: 'x' }, 'apis[3]'))).toMatch(
      /: apis\[3\]\.url must be/,
    );
    expect(refusal(() => checkApiRule({}, 'apis[3]'))).toMatch(/: apis\[3\]\.url .* undefined$/);
  });
});
