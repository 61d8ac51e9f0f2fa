// Secrets that Cognito or a trigger quotes: no field of an error has them.

import { assert, property, record, string, stringMatching } from 'fast-check';
import { CognitoServiceError } from '../../src/core/cognito-service-error';
import { leaksIn } from '../../src/testing-support/leak-search';
import { type SignInError, signInError } from './sign-in-error';

const quoting = (message: string, input: object, name = 'UserLambdaValidation'): SignInError =>
  signInError(new CognitoServiceError(`${name}Exception`, message, 400, 30), input);

const INPUTS: [string, object, string][] = [
  ['a password', { AuthParameters: { USERNAME: 'maria', PASSWORD: 'Canary-1' } }, 'Canary-1'],
  ['a new password', { ChallengeResponses: { NEW_PASSWORD: 'Canary-2' } }, 'Canary-2'],
  ['a code', { ChallengeResponses: { SMS_MFA_CODE: '493817' } }, '493817'],
  ['a code of a set-up', { UserCode: '493817' }, '493817'],
  ['a code of four digits', { ConfirmationCode: '4938' }, '4938'],
  ['a session', { Session: 'Canary-session' }, 'Canary-session'],
  ['an access token', { AccessToken: 'Canary.access.token' }, 'Canary.access.token'],
  ['an answer', { ChallengeResponses: { ANSWER: 'Fluffy the cat' } }, 'Fluffy the cat'],
  ['a credential', { ChallengeResponses: { CREDENTIAL: '{"id":"x"}' } }, '{"id":"x"}'],
  ['an unknown response', { ChallengeResponses: { PIN: '493817' } }, '493817'],
  ['a password with signs', { Password: '$& $1 \\ (a+)+ [' }, '$& $1 \\ (a+)+ ['],
  ['both passwords', { PreviousPassword: 'abcd', ProposedPassword: 'abcdefgh' }, 'abcdefgh'],
  ['both passwords', { PreviousPassword: 'abcdefgh', ProposedPassword: 'abcd' }, 'abcdefgh'],
];

it.each(INPUTS)('%s of %j is blanked, wherever it is quoted', (_what, input, secret) => {
  const error = quoting(`before ${secret}, ${secret} after`, input);
  expect(error.reason).toBe('before ***, *** after');
  expect(error.cause).toMatchObject({
    name: 'UserLambdaValidationException',
    message: 'before ***, *** after',
    $metadata: { httpStatusCode: 400 },
  });
  expect(error.cause).toBeInstanceOf(Error);
  expect(leaksIn(error, [secret])).toEqual([]);
  expect(leaksIn(error.cause, [secret])).toEqual([]);
});

it.each(['pa"ss"word', 'pa\\ss', 'a\nb\tc'])(
  'the secret %j is blanked in JSON, too, as triggers quote it',
  (secret) => {
    const input = { ClientId: 'c', ChallengeResponses: { ANSWER: secret } };
    expect(quoting(`refused: ${JSON.stringify(input)}`, input).reason).toBe(
      'refused: {"ClientId":"c","ChallengeResponses":{"ANSWER":"***"}}',
    );
  },
);

it('a longer secret is blanked whole, though it begins with a shorter one', () => {
  const input = { PreviousPassword: 'abcd', ProposedPassword: 'abcdefgh' };
  expect(quoting('bad: abcdefgh', input).reason).toBe('bad: ***');
});

it('what is blanked keeps its code and its time', () => {
  const now = jest.spyOn(Date, 'now').mockReturnValue(1_000_000);
  const error = quoting('Password pa55 is weak', { Password: 'pa55' }, 'InvalidPassword');
  expect(error).toMatchObject({ code: 'WEAK_PASSWORD', retryAt: 1_030_000 });
  now.mockRestore();
});

it.each([
  ['session', 'Invalid session for the user.', 'CHALLENGE_EXPIRED'],
  ['attempts', 'Password attempts exceeded', 'TOO_MANY_ATTEMPTS'],
  ['secret', 'Client is configured with secret', 'INVALID_CONFIG'],
])('a secret that is the word "%s" changes no code', (word, message, code) => {
  for (const input of [{ Password: word }, { ClientMetadata: { page: word } }]) {
    expect(quoting(message, input, 'NotAuthorized').code).toBe(code);
  }
});

it.each([
  ['the user name', { AuthParameters: { USERNAME: 'maria' } }, 'maria'],
  ['three characters, which are in any text', { Password: 'abc' }, 'abc'],
  ['the name of a challenge', { ChallengeName: 'SMS_MFA' }, 'SMS_MFA'],
])('%s is no secret', (_what, input, text) => {
  const error = quoting(`about ${text}.`, input);
  expect(error.reason).toBe(`about ${text}.`);
});

it('an error that quotes nothing is the cause itself', () => {
  const cause = new CognitoServiceError('UserNotConfirmedException', 'why', 400);
  expect(signInError(cause, { Password: 'secret' }).cause).toBe(cause);
  expect(signInError(cause).cause).toBe(cause);
});

it('one without a message stays one', () => {
  expect(signInError({}, { Password: 'secret' })).toMatchObject({ code: 'UNAVAILABLE', cause: {} });
});

it('whatever the secrets, none is left', () => {
  const secret = string({ minLength: 4, maxLength: 12 }).filter((text) => !'***'.includes(text));
  const inputs = record({
    PASSWORD: secret,
    NEW_PASSWORD: secret,
    SMS_MFA_CODE: stringMatching(/^\d{6}$/),
    ANSWER: secret,
  });
  assert(
    property(inputs, string(), (ChallengeResponses, words) => {
      const secrets = Object.values(ChallengeResponses);
      const error = quoting(`${words} ${secrets.join(` ${words} `)}`, { ChallengeResponses });
      const shown = String(error.reason);
      // A secret made of what blanking leaves could be read into anything.
      const hidden = secrets.filter((text) => !words.includes(text) && !/^[* ]+$/.test(text));
      for (const text of hidden.filter((each) => !each.includes('*') && !each.includes(' '))) {
        expect(shown).not.toContain(text);
      }
    }),
  );
});
