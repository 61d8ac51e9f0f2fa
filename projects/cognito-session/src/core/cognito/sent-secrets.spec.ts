// K09: finds the secrets among the texts of a call, and removes them from an error text in every
// encoding.

import { assert, property, record, string, stringMatching } from 'fast-check';
import { blank, secretsIn } from './sent-secrets';

const INPUTS: [string, object, string][] = [
  ['a password', { AuthParameters: { USERNAME: 'maria', PASSWORD: 'Canary-1' } }, 'Canary-1'],
  ['a new password', { ChallengeResponses: { NEW_PASSWORD: 'Canary-2' } }, 'Canary-2'],
  ['a code', { ChallengeResponses: { SMS_MFA_CODE: '493817' } }, '493817'],
  ['a code of a set-up', { UserCode: '493817' }, '493817'],
  ['a code of four digits', { ConfirmationCode: '4938' }, '4938'],
  ['a session', { Session: 'Canary-session' }, 'Canary-session'],
  ['an access token', { AccessToken: 'Canary.access.token' }, 'Canary.access.token'],
  ['a refresh token', { RefreshToken: 'Canary.refresh.token' }, 'Canary.refresh.token'],
  ['a token to revoke', { Token: 'Canary.refresh.token' }, 'Canary.refresh.token'],
  ['an answer', { ChallengeResponses: { ANSWER: 'Fluffy the cat' } }, 'Fluffy the cat'],
  ['a credential', { ChallengeResponses: { CREDENTIAL: '{"id":"x"}' } }, '{"id":"x"}'],
  ['an unknown response', { ChallengeResponses: { PIN: '493817' } }, '493817'],
  ['a response named alike', { ChallengeResponses: { NAME_OF_YOUR_PET: 'Fluffy' } }, 'Fluffy'],
  ['a password with signs', { Password: '$& $1 \\ (a+)+ [' }, '$& $1 \\ (a+)+ ['],
  ['both passwords', { PreviousPassword: 'abcd', ProposedPassword: 'abcdefgh' }, 'abcdefgh'],
  ['both passwords', { PreviousPassword: 'abcdefgh', ProposedPassword: 'abcd' }, 'abcdefgh'],
  ['a token for a trigger', { ClientMetadata: { captcha: 'x'.repeat(20) } }, 'x'.repeat(20)],
  [
    'a token for validation',
    { ValidationData: [{ Name: 'captcha', Value: 'y'.repeat(20) }] },
    'y'.repeat(20),
  ],
  ['what proves a device', { DeviceSecretVerifierConfig: { Salt: 'YWJj' } }, 'YWJj'],
];

describe('K09', () => {
  it.each(INPUTS)('%s of %j is blanked, wherever it is quoted', (_what, input, secret) => {
    const text = blank(`before ${secret}, '${secret}' after`, secretsIn(input));
    expect(text).toBe("before ***, '***' after");
  });

  it.each([
    [{ Username: 'maria' }, 'maria'],
    [{ AuthParameters: { USERNAME: 'maria' } }, 'maria'],
    [{ ClientId: 'client' }, 'client'],
    [{ AuthFlow: 'USER_AUTH' }, 'USER_AUTH'],
    [{ AuthParameters: { PREFERRED_CHALLENGE: 'PASSWORD' } }, 'PASSWORD'],
    [{ ChallengeName: 'SMS_MFA' }, 'SMS_MFA'],
    [{ ChallengeResponses: { ANSWER: 'PASSWORD_SRP' } }, 'PASSWORD_SRP'],
    [{ DeviceKey: 'eu-west-1_d1', DeviceRememberedStatus: 'remembered' }, 'remembered'],
    [{ AuthParameters: { DEVICE_KEY: 'eu-west-1_d1' } }, 'eu-west-1_d1'],
    [{ AttributeName: 'email' }, 'email'],
    [{ UserAttributeNames: ['email'] }, 'email'],
    // "Use your work email" must not become "Use your work ***".
    [{ UserAttributes: [{ Name: 'nickname', Value: 'email' }] }, 'email'],
    [{ ChallengeResponses: { 'userAttributes.nickname': 'email' } }, 'email'],
    [{ ChallengeResponses: { EMAIL: 'maria@example.com' } }, 'maria@example.com'],
    [{ ClientMetadata: { page: 'session' } }, 'session'],
    [{ ValidationData: [{ Name: 'page', Value: 'sign-up' }] }, 'sign-up'],
    [{ Credential: { type: 'public-key', response: { transports: ['internal'] } } }, 'internal'],
    [{ Password: 'abc' }, 'abc'],
    [{ Session: undefined, MaxResults: 4938 }, '4938'],
  ])('of %j the word %j is no secret', (input, word) => {
    expect(blank(`An ${word}.`, secretsIn(input))).toBe(`An ${word}.`);
  });

  it.each(['pa"ss"word', 'pa\\ss', 'a\nb\tc', 'pä55 ẞ', '🦊🦊', "a b+c/d=e'f!~()*", 'ab\ud83dcd'])(
    'the secret %j is found in JSON, in JSON within JSON, and in a URL',
    (secret) => {
      const secrets = secretsIn({ Password: secret });
      const json = JSON.stringify({ Password: secret });
      expect(blank(json, secrets)).toBe('{"Password":"***"}');
      expect(blank(JSON.stringify({ event: json }), secrets)).toBe(
        '{"event":"{\\"Password\\":\\"***\\"}"}',
      );
      const form = new URLSearchParams({ password: secret }).toString();
      expect(blank(form, secrets)).toBe('password=***');
      const whole = secret.replace(/[\ud800-\udfff](?![\udc00-\udfff])/gu, '\ufffd');
      expect(blank(`?p=${encodeURIComponent(whole)}&x`, secrets)).toBe('?p=***&x');
    },
  );

  it('JSON as Python writes it, in ASCII, is found', () => {
    expect(blank('{"p": "p\\u00e455"}', secretsIn({ Password: 'pä55' }))).toBe('{"p": "***"}');
  });

  it('a longer secret is blanked whole, though it begins with a shorter one', () => {
    const input = { PreviousPassword: 'abcd', ProposedPassword: 'abcdefgh' };
    expect(blank('bad: abcdefgh', secretsIn(input))).toBe('bad: ***');
  });

  it('a part of a token is blanked, however it was cut', () => {
    const token = `eyJhbGciOiJub25lIn0.${'eyJzdWIiOiJtYXJpYSJ9'.repeat(4)}.c2lnbmF0dXJl`;
    const secrets = secretsIn({ AccessToken: token });
    const [, payload = ''] = token.split('.');
    expect(blank(`Value '${token.slice(0, 40)}…' and ${payload}`, secrets)).toBe(
      "Value '***.***…' and ***",
    );
    expect(blank('InvalidParameterException: maria', secrets)).toBe(
      'InvalidParameterException: maria',
    );
  });

  it('any secrets: none is left', () => {
    const secret = string({ minLength: 4, maxLength: 12 }).filter((text) => !'***'.includes(text));
    const inputs = record({
      PASSWORD: secret,
      NEW_PASSWORD: secret,
      SMS_MFA_CODE: stringMatching(/^\d{6}$/),
      ANSWER: secret,
    });
    assert(
      property(inputs, string(), (ChallengeResponses, words) => {
        const secrets = secretsIn({ ChallengeResponses });
        const shown = blank(`${words} ${secrets.join(` ${words} `)}`, secrets);
        // A secret that consists of asterisks would be in every blanked text.
        const hidden = secrets.filter((text) => !words.includes(text) && !/[* ]/.test(text));
        for (const text of hidden) expect(shown).not.toContain(text);
      }),
    );
  });
});
