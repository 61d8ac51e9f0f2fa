// Tests which URLs may get a token, and the checks of URLs and texts in settings.

import { ApiRules, checkApiRule, checkServiceUrl } from './api-rules';
import { SessionError } from '../session-error';
import { invalid, isText } from './setting-forms';

const BASE = 'https://app.example.com/page/';

/** The rule that `url` finds among these entries. */
function find(entries: readonly unknown[], url: string, base = BASE): string | null {
  const rules = new ApiRules(entries.map((entry, index) => checkApiRule(entry, `apis[${index}]`)));
  const rule = rules.find(url, base);
  return rule && rule.origin + rule.path;
}

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

describe('ApiRules', () => {
  const API = 'https://api.example.com/prod/';

  it.each([
    'https://api.example.com/prod',
    'https://api.example.com/prod/',
    'https://api.example.com/prod/orders?x=1#y',
    'HTTPS://API.EXAMPLE.COM:443/prod/x',
    '//api.example.com/prod/x',
    'https://api.example.com/a/../prod/x',
    'https://api.example.com/prod/..x/.x;a/x..;/...',
    'https://api.example.com/prod/100%25/a%20b/%E6%97%A5/%zz',
    'https://api.example.com/prod/%252578',
  ])('finds the rule for %s', (url) => {
    expect(find([API], url)).toBe('https://api.example.com/prod');
  });

  it.each([
    'https://api.example.com/',
    'https://api.example.com/production',
    'https://api.example.com/x/prod/',
    'https://api.example.com/prod/../x',
    'https://api.example.com:8443/prod/',
    'http://api.example.com/prod/',
    'https://api.example.com.evil.com/prod/',
    'https://api.example.com@evil.com/prod/',
    'https://maria@api.example.com/prod/',
    'https://:secret@api.example.com/prod/',
    'https://maria:secret@api.example.com/prod/',
    'blob:https://api.example.com/prod/',
    'wss://api.example.com/prod/',
    'https://api.example.com/prod/..%2fx',
    'https://api.example.com/prod/a%5Cb',
    'https://api.example.com/prod/a%25252Fb',
    'https://api.example.com/prod/%25252578',
    'https://api.example.com/prod/..;/x',
    'https://api.example.com/prod/.;a',
    'https://api.example.com/prod/y/..%3Fx',
    'https://api.example.com/prod/..%23',
    'https://api.example.com/prod/..%20/x',
    'https://api.example.com/prod/..%00/x',
    'https://api.example.com/prod/%252e%252e/x',
    'https://api.example.com/prod/%252e/x',
    'https://[/prod/',
    'prod/',
  ])('finds none for %s', (url) => {
    expect(find([API], url)).toBeNull();
  });

  it('finds none in an empty list', () => {
    expect(find([], 'https://api.example.com/')).toBeNull();
  });

  it('finds none for a blob URL, whose origin is that of the page that made it', () => {
    expect(find(['https://api.example.com'], 'blob:https://api.example.com/1-2-3')).toBeNull();
  });

  it('takes http on loopback', () => {
    expect(find(['http://localhost:4000'], 'http://localhost:4000/x')).toBe(
      'http://localhost:4000',
    );
  });

  it("checks only the rest of the path, not the rule's own path", () => {
    const rule = 'https://a.com/v1%2Fstable';
    expect(find([rule], 'https://a.com/v1%2Fstable/orders')).toBe(rule);
    expect(find([rule], 'https://a.com/v1%2Fstable/a%2Fb')).toBeNull();
  });

  it('takes the longest path first, whatever the order of the list', () => {
    const [root, prod, deep] = ['https://a.com', 'https://a.com/prod', 'https://a.com/prod/x'];
    for (const list of [
      [root, prod, deep],
      [deep, prod, root],
      [prod, root, deep],
    ]) {
      expect(find(list, 'https://a.com/prod/x/y')).toBe(deep);
      expect(find(list, 'https://a.com/prod/y')).toBe(prod);
      expect(find(list, 'https://a.com/y')).toBe(root);
    }
  });

  it('does not change the given list', () => {
    const list = [checkApiRule('https://a.com', 'a'), checkApiRule('https://a.com/prod', 'b')];
    new ApiRules(list);
    expect(list.map(({ path }) => path)).toEqual(['', '/prod']);
  });

  it('resolves relative URLs against the base it is given, each time', () => {
    const rules = new ApiRules([checkApiRule('https://api.example.com/x', 'a')]);
    expect(rules.find('y', 'https://api.example.com/x/')).not.toBeNull();
    expect(rules.find('y', 'https://evil.com/x/')).toBeNull();
    expect(rules.find('y', 'https://api.example.com/x/')).not.toBeNull();
  });

  describe('the cache', () => {
    const { URL: Original } = globalThis;
    let parsed = 0;
    beforeEach(() => {
      globalThis.URL = class extends Original {
        constructor(url: string | URL, base?: string | URL) {
          super(url, base);
          parsed++;
        }
      };
    });
    afterEach(() => void (globalThis.URL = Original));

    /** How often URLs are parsed while these are looked up. */
    function parses(rules: ApiRules, urls: readonly string[], base = BASE): number {
      parsed = 0;
      for (const url of urls) rules.find(url, base);
      return parsed;
    }
    const many = (count: number): string[] =>
      Array.from({ length: count }, (_, index) => `https://api.example.com/${index}`);

    it('parses a URL once, whether a rule allows it or not', () => {
      const rules = new ApiRules([checkApiRule('https://api.example.com', 'a')]);
      const [allowed, other] = ['https://api.example.com/x', 'https://other.example.com/x'];
      expect(parses(rules, [allowed, other, allowed, other])).toBe(2);
      expect(rules.find(allowed, BASE)).not.toBeNull();
      expect(rules.find(other, BASE)).toBeNull();
    });

    it('gives the same answer again for a path with hidden dot segments', () => {
      const rules = new ApiRules([checkApiRule('https://api.example.com/x', 'a')]);
      const url = 'https://api.example.com/x/..%2fadmin';
      expect([rules.find(url, BASE), rules.find(url, BASE)]).toEqual([null, null]);
      expect(parses(rules, [url])).toBe(0);
    });

    it('decides anew when the base changes', () => {
      const rules = new ApiRules([]);
      expect(parses(rules, ['x'])).toBe(1);
      expect(parses(rules, ['x'], 'https://other.example.com/')).toBe(1);
    });

    it('holds 200 URLs, then starts anew', () => {
      const rules = new ApiRules([]);
      const urls = many(200);
      expect(parses(rules, urls)).toBe(200);
      expect(parses(rules, urls)).toBe(0);
      expect(parses(rules, ['https://api.example.com/one-more'])).toBe(1);
      expect(parses(rules, urls.slice(0, 10))).toBe(10);
    });
  });
});

describe('checkServiceUrl', () => {
  it.each([
    'https://api.example.com',
    'HTTPS://api.example.com:8443/prod',
    'http://localhost:4000/',
    'http://app.localhost/',
    'http://127.0.0.1/',
    'http://127.10.20.30:80/x',
    'http://[::1]:4000/',
  ])('takes %s', (text) => {
    expect(checkServiceUrl(text, 'endpoint').href).toBe(new URL(text).href);
  });

  it.each([
    'http://api.example.com',
    'http://localhost.evil.com',
    'http://xlocalhost',
    'http://evillocalhost.com',
    'http://.localhost',
    'http://128.0.0.1',
    'http://127.0.0.1.evil.com',
    'http://x127.0.0.1.com',
    'http://[::2]',
    'ftp://api.example.com',
    'xhttps://api.example.com',
    'https:/api.example.com',
    'https://',
    'https://api.example.com/?x',
    'https://api.example.com/#x',
    'https://*.example.com',
    'https://maria@api.example.com',
    'https://api.example.com /x',
    'https://api.example.com\\x',
    'https://[',
    '',
    undefined,
    null,
    7,
    new URL('https://api.example.com'),
  ])('refuses %p', (value) => {
    expect(refusal(() => checkServiceUrl(value, 'endpoint'))).toMatch(
      /^INVALID_CONFIG: endpoint must be an https URL \(http on loopback\) without wildcard, user info, query or fragment; it is /,
    );
  });
});

describe('invalid', () => {
  const quoted = (value: unknown): string => invalid('f', 'x', value).message.split('it is ')[1]!;

  it('quotes strings and prints other values', () => {
    expect(quoted('a"b')).toBe('"a\\"b"');
    expect([null, undefined, 7, [1, 2]].map(quoted)).toEqual(['null', 'undefined', '7', '1,2']);
  });

  it('hides the text before an @, and tokens, everywhere', () => {
    expect(quoted('https://maria:secret@a.com')).toBe('"…@a.com"');
    expect(quoted(['x@a.com"y@b.com'])).toBe('…@a.com"…@b.com');
    expect(quoted('eyJa_b.c+/=-d x eyJe.f')).toBe('"… x …"');
  });

  it('shows 120 characters at most', () => {
    expect(quoted('x'.repeat(500))).toBe(`"${'x'.repeat(119)}`);
  });
});

describe('isText', () => {
  it('takes strings of the form only', () => {
    expect(isText('a', /^a$/)).toBe(true);
    expect(isText('b', /^a$/)).toBe(false);
    expect(isText(['a'], /^a$/)).toBe(false);
  });
});
