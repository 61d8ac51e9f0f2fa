// Tests the check of an app's settings: the result of valid ones, and the field that an error
// names.

import { configWith } from '../../../test/support/good-config';
import { CLIENT_ID, POOL_ID } from '../../../test/support/fake-tokens';
import { checkConfig, type CognitoSessionConfig } from './session-config';
import { SessionError } from '../session-error';

type Changes = { [Field in keyof CognitoSessionConfig]?: unknown };

function checked(changes: Changes = {}): ReturnType<typeof checkConfig> {
  return checkConfig(configWith(changes as Partial<CognitoSessionConfig>));
}

/** The error of a wrong config. */
function refusal(config: unknown): string {
  try {
    checkConfig(config as CognitoSessionConfig);
  } catch (error) {
    expect(error).toBeInstanceOf(SessionError);
    return (error as SessionError).message;
  }
  return 'not refused';
}

describe('checkConfig', () => {
  it('reads no field that another script has added to all objects', () => {
    Object.defineProperty(Object.prototype, 'added', {
      value: (): undefined => undefined,
      enumerable: true,
      configurable: true,
    });
    try {
      expect(checked().userPoolId).toBe(POOL_ID);
    } finally {
      Reflect.deleteProperty(Object.prototype, 'added');
    }
  });

  it('fills in the defaults of the three fields that must be there', () => {
    const config = checkConfig({ userPoolId: POOL_ID, clientId: CLIENT_ID, apis: [] });
    expect(config).toMatchObject({
      userPoolId: POOL_ID,
      clientId: CLIENT_ID,
      region: 'eu-west-1',
      endpoint: 'https://cognito-idp.eu-west-1.amazonaws.com/',
      signInUrl: '/sign-in',
      afterSignInUrl: '/',
      refreshMarginSeconds: undefined,
      onSessionEnd: 'navigate',
    });
    const aws = `cognito-idp.eu-west-1.amazonaws.com/${POOL_ID}`;
    expect(new Set(config.issuers)).toEqual(new Set([`https://${aws}`, `https://issuer-${aws}`]));
    expect(config.clientMetadata).toBeUndefined();
    expect(config.rules.find('https://api.example.com/', 'https://api.example.com/')).toBeNull();
  });

  it('keeps the settings it is given', () => {
    const settings = {
      signInUrl: '/login',
      afterSignInUrl: '/orders',
      refreshMarginSeconds: 90,
      onSessionEnd: 'stay',
    };
    expect(checked(settings)).toMatchObject(settings);
    expect(checked().rules.find('https://api.example.com/x', 'about:blank')).toMatchObject({
      origin: 'https://api.example.com',
    });
  });

  it('accepts the issuers of AWS, of the endpoint, and of the setting', () => {
    const further = ['https://login.example.com/pool', `http://10.0.0.7:9229/${POOL_ID}/`];
    const { endpoint, issuers } = checked({
      endpoint: 'http://localhost:9229/idp//',
      issuers: further,
    });
    expect(endpoint).toBe('http://localhost:9229/idp/');
    expect(issuers).toEqual([
      `https://cognito-idp.eu-west-1.amazonaws.com/${POOL_ID}`,
      `https://issuer-cognito-idp.eu-west-1.amazonaws.com/${POOL_ID}`,
      `http://localhost:9229/idp/${POOL_ID}`,
      ...further,
    ]);
    expect(checked({ endpoint: 'http://localhost:9229' }).endpoint).toBe('http://localhost:9229/');
  });

  it("finds AWS's endpoint in China under its own domain", () => {
    const { endpoint, region } = checked({ userPoolId: 'cn-north-1_AbC' });
    expect(region).toBe('cn-north-1');
    expect(endpoint).toBe('https://cognito-idp.cn-north-1.amazonaws.com.cn/');
  });

  it('takes the pool ids of emulators together with an endpoint only', () => {
    const endpoint = 'http://localhost:9229';
    expect(checked({ userPoolId: 'local_6cxQ', endpoint }).region).toBe('local');
    expect(refusal(configWith({ userPoolId: 'local_6cxQ' }))).toContain('userPoolId');
  });

  it.each(['us-gov-west-1_A1', 'ap-southeast-2_x', 'mx-central-1_zZ9', 'il-central-10_a'])(
    'takes the pool id %s',
    (userPoolId) => {
      expect(checked({ userPoolId }).region).toBe(userPoolId.split('_')[0]);
    },
  );

  it.each([
    '',
    'login.example.com/pool',
    '//login.example.com/pool',
    'ftp://login.example.com/pool',
    'HTTPS://login.example.com/pool',
    'xhttps://login.example.com/pool',
    'https://',
    'https://[',
    'https://login.example.com/po ol',
    'https://login.example.com/pool\n',
    'https://login.example.com\\pool',
    'https://login.example.com/pool?x',
    'https://login.example.com/pool#x',
    'https://maria@login.example.com/pool',
    undefined,
    null,
    7,
  ])('refuses the issuer %j by its place in the list', (issuer) => {
    const issuers = ['https://login.example.com/pool', issuer] as string[];
    expect(refusal(configWith({ issuers }))).toMatch(
      /: issuers\[1\] must be an absolute http or https URL without wildcard, user info, query or fragment; it is /,
    );
  });

  it('takes a client id of 1 to 128 characters', () => {
    expect(checked({ clientId: 'a' }).clientId).toBe('a');
    expect(checked({ clientId: 'a'.repeat(128) }).clientId).toHaveLength(128);
    expect(checked({ clientId: 'a+_Z9' }).clientId).toBe('a+_Z9');
  });

  it.each([
    ['/sign-in/', '/sign-in'],
    ['/', '/'],
    ['/a/b/', '/a/b'],
    ['/sign-in?x=/', '/sign-in?x='],
  ])('writes the sign-in page %j as %j', (signInUrl, written) => {
    expect(checked({ signInUrl }).signInUrl).toBe(written);
  });

  it.each([0, 1, 0.5, 86_399])('takes a margin of %d seconds', (refreshMarginSeconds) => {
    expect(checked({ refreshMarginSeconds }).refreshMarginSeconds).toBe(refreshMarginSeconds);
  });

  const pool = 'a user pool id like eu-west-1_AbCdEfGhI';
  const path = 'a path like /sign-in';
  it.each<[keyof CognitoSessionConfig, unknown, string]>([
    ['userPoolId', undefined, `${pool}; it is undefined`],
    ['userPoolId', '', `${pool}; it is ""`],
    ['userPoolId', 7, `${pool}; it is 7`],
    ['userPoolId', 'eu-west-1', `${pool}; it is "eu-west-1"`],
    ['userPoolId', 'xeu-west-1_', `${pool}; it is "xeu-west-1_"`],
    ['userPoolId', ' eu-west-1_A', `${pool}; it is " eu-west-1_A"`],
    ['userPoolId', 'eu-west-1_A b', `${pool}; it is "eu-west-1_A b"`],
    ['userPoolId', 'eu-west-1_A-b', `${pool}; it is "eu-west-1_A-b"`],
    ['userPoolId', 'e-west-1_A', `${pool}; it is "e-west-1_A"`],
    ['userPoolId', 'eu-1_A', `${pool}; it is "eu-1_A"`],
    ['userPoolId', 'eu-west_A', `${pool}; it is "eu-west_A"`],
    ['userPoolId', 'eu-west-_A', `${pool}; it is "eu-west-_A"`],
    ['userPoolId', 'eu-west-x_A', `${pool}; it is "eu-west-x_A"`],
    ['userPoolId', 'eu-WEST-1_A', `${pool}; it is "eu-WEST-1_A"`],
    ['userPoolId', 'EU-west-1_A', `${pool}; it is "EU-west-1_A"`],
    ['clientId', undefined, 'an app client id; it is undefined'],
    ['clientId', '', 'an app client id; it is ""'],
    ['clientId', 'a b', 'an app client id; it is "a b"'],
    ['clientId', ' a', 'an app client id; it is " a"'],
    ['clientId', 'a ', 'an app client id; it is "a "'],
    ['apis', undefined, 'a list; it is undefined'],
    ['apis', 'https://api.example.com', 'a list; it is "https://api.example.com"'],
    ['issuers', 'https://a.com', 'a list; it is "https://a.com"'],
    ['issuers', null, 'a list; it is null'],
    ['signInUrl', 'sign-in', `${path}; it is "sign-in"`],
    ['signInUrl', 'x/sign-in', `${path}; it is "x/sign-in"`],
    ['signInUrl', '//evil.com', `${path}; it is "//evil.com"`],
    ['signInUrl', '/\\evil.com', `${path}; it is "/\\\\evil.com"`],
    ['signInUrl', '/sign in', `${path}; it is "/sign in"`],
    ['signInUrl', '/sign\\in', `${path}; it is "/sign\\\\in"`],
    ['signInUrl', '', `${path}; it is ""`],
    ['afterSignInUrl', 'https://evil.com', `${path}; it is "https://evil.com"`],
    ['afterSignInUrl', 7, `${path}; it is 7`],
    ['refreshMarginSeconds', -1, 'a number from 0 to 86399; it is -1'],
    ['refreshMarginSeconds', 86_400, 'a number from 0 to 86399; it is 86400'],
    ['refreshMarginSeconds', Number.NaN, 'a number from 0 to 86399; it is NaN'],
    ['refreshMarginSeconds', '60', 'a number from 0 to 86399; it is "60"'],
    ['onSessionEnd', 'go', "'navigate', 'stay' or a function; it is \"go\""],
    ['onSessionEnd', 'stayx', "'navigate', 'stay' or a function; it is \"stayx\""],
    ['onSessionEnd', 'xnavigate', "'navigate', 'stay' or a function; it is \"xnavigate\""],
  ])('refuses %s %j by name', (field, value, message) => {
    const config = configWith({ [field]: value });
    expect(refusal(config)).toBe(`INVALID_CONFIG: ${field} must be ${message}`);
  });

  it.each([
    ['local 1_A', ' 1_A'],
    ['x local_A', 'x local_A'],
    ['local_A b', 'A b'],
    ['local_', 'local_'],
    ['local', 'local'],
    ['_A', '_A'],
  ])('refuses the pool id %j with an endpoint, too', (userPoolId, shown) => {
    const message = refusal(configWith({ userPoolId, endpoint: 'http://localhost:1' }));
    expect(message).toContain('userPoolId must be');
    expect(message).toContain(shown);
  });

  it('refuses an endpoint by name, and an API by its place in the list', () => {
    expect(refusal(configWith({ endpoint: 'http://example.com' }))).toContain(': endpoint must be');
    const apis = ['https://a.com', { url: 'https://b.com', token: 'x' as 'id' }];
    expect(refusal(configWith({ apis }))).toContain(': apis[1].token must be');
  });

  it.each([undefined, null, {}])('refuses %j as a whole by the first field', (config) => {
    expect(refusal(config)).toContain('userPoolId must be');
  });
});
