// G14: the meaning of each error of Cognito in each operation: the examples of
// docs/sign-in-errors.md, line by line, and every name in the installed AWS SDK.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CognitoServiceError } from '../../src/core/cognito/cognito-service-error';
import { judgeRefreshFailure } from '../../src/core/refresh/refresh-call';
import {
  callsLike,
  entryCalls,
  ERROR_EXAMPLES,
  rowsWithoutAdvice,
} from '../../test/support/error-examples';
import { GENERAL_NAMES } from '../../test/support/general-error-names';
import { STATUS_EXAMPLES } from '../../test/support/status-examples';
import { callName, ERROR_TABLE, findErrorRow } from './error-table';
import { type SignInError, toSignInError } from './sign-in-error';

/** The error of a form for an answer to an operation; `token`: the call had one. */
function answered(operation: string, name: string, text: string, token = false): SignInError {
  const error = new CognitoServiceError(`${name}Exception`, text, 400);
  return toSignInError(error, callName(operation, token ? { AccessToken: 'x' } : {}));
}

const USER_OPERATIONS = ['GetUser', 'ChangePassword', 'DeleteUser', 'SetUserMFAPreference'];

describe('G14', () => {
  it('an expired temporary password does not lead to forgotPassword, which Cognito would refuse', () => {
    for (const text of [
      'Temporary password has expired and must be reset by an administrator.',
      'User account has expired, it must be reset by an administrator.',
    ]) {
      const error = answered('RespondToAuthChallenge', 'NotAuthorized', text);
      expect(error).toMatchObject({ code: 'TEMPORARY_PASSWORD_EXPIRED', reason: undefined });
    }
  });

  it.each(USER_OPERATIONS)('%s of a user who is gone or disabled is NOT_SIGNED_IN', (operation) => {
    for (const [name, text] of [
      ['UserNotFound', 'User does not exist.'],
      ['NotAuthorized', 'User does not exist.'],
      ['NotAuthorized', 'User is disabled.'],
      ['NotAuthorized', 'Access Token has been revoked'],
    ] as const) {
      expect(answered(operation, name, text, true).code).toBe('NOT_SIGNED_IN');
    }
  });

  it('the present password of ChangePassword is judged: WRONG_CREDENTIALS', () => {
    const text = 'Incorrect username or password.';
    expect(answered('ChangePassword', 'NotAuthorized', text, true).code).toBe('WRONG_CREDENTIALS');
    expect(answered('GetUser', 'NotAuthorized', text, true).code).toBe('NOT_SIGNED_IN');
  });

  it('two changes at once pass: UNAVAILABLE', () => {
    const error = answered('AssociateSoftwareToken', 'ConcurrentModification', 'no', true);
    expect(error.code).toBe('UNAVAILABLE');
  });

  it('a pool without sign-up is INVALID_CONFIG', () => {
    const text = 'SignUp is not permitted for this user pool';
    expect(answered('SignUp', 'NotAuthorized', text).code).toBe('INVALID_CONFIG');
  });

  it('the block of threat protection is REFUSED, with its reason', () => {
    const text = 'Unable to login because of security reasons.';
    for (const operation of ['InitiateAuth', 'RespondToAuthChallenge']) {
      const error = answered(operation, 'NotAuthorized', text);
      expect(error).toMatchObject({ code: 'REFUSED', reason: text });
    }
  });

  it.each([
    ['PreSignUp failed with error Not this name.', 'Not this name.'],
    ['PreSignUp failed with error Not this name..', 'Not this name.'],
    ['PreAuthentication failed with error Closed today!.', 'Closed today!'],
    ['CreateAuthChallenge failed with error Again?.', 'Again?'],
    ['CustomMessage failed with error Wait….', 'Wait…'],
    ['PreSignUp failed with error two\nlines.', 'two\nlines.'],
    ['UserMigration failed with error .', ''],
    ['PreSignUp failed with error', 'PreSignUp failed with error'],
    ['My check failed with error 5.', 'My check failed with error 5.'],
    ['Not this name.', 'Not this name.'],
  ])('of %j users see the text that the trigger threw', (text, reason) => {
    const error = answered('SignUp', 'UserLambdaValidation', text);
    expect(error).toMatchObject({ code: 'REFUSED', reason });
  });

  it.each([
    ['NotAuthorized', 'Client 1example is configured with secret but SECRET_HASH was not received'],
    ['InvalidParameter', 'USER_SRP_AUTH is not enabled for the client.'],
    ['ResourceNotFound', 'User pool client 1example does not exist.'],
  ])('a mistake in the set-up, %s, has operation, name and text in its message', (name, text) => {
    const error = answered('InitiateAuth', name, text);
    expect(error.code).toBe('INVALID_CONFIG');
    expect(error.message).toBe(`INVALID_CONFIG: InitiateAuth: ${name}Exception: ${text}`);
  });

  it('a new text is no wrong password in a call that checks none', () => {
    for (const operation of ['SignUp', 'ConfirmSignUp', 'ForgotPassword', 'VerifySoftwareToken']) {
      expect(answered(operation, 'NotAuthorized', 'Something new').code).toBe('INVALID_CONFIG');
    }
  });

  it('a user who is gone while an authenticator app is set up in a sign-in starts again', () => {
    const error = answered('VerifySoftwareToken', 'UserNotFound', 'User does not exist.');
    expect(error.code).toBe('CHALLENGE_EXPIRED');
  });

  it.each([...entryCalls()])('WRONG_CREDENTIALS of %s: only if it judges one', (call, names) => {
    const texts = ['', ...ERROR_EXAMPLES.map(({ text }) => text)];
    const judges =
      /^(InitiateAuth|RespondToAuthChallenge|Confirm|Resend|ForgotPassword|ChangePassword|SignUp)/;
    const codes = names
      .flatMap((name) => texts.map((text) => findErrorRow(name, text, call)))
      .map((row) => row?.[1]);
    if (!judges.test(call)) expect(codes).not.toContain('WRONG_CREDENTIALS');
    if (call.endsWith('AccessToken')) expect(codes).toContain('NOT_SIGNED_IN');
    else expect(codes).not.toContain('NOT_SIGNED_IN');
  });
});

describe('every name of the AWS SDK', () => {
  it.each([...entryCalls()])(
    'that %s may answer has a row, or is judged by hand',
    (call, names) => {
      const unknown = names.filter(
        (name) => !findErrorRow(name, '', call) && !GENERAL_NAMES.includes(name),
      );
      expect(names.length).toBeGreaterThan(0);
      expect(unknown).toEqual([]);
    },
  );

  it('that is judged by hand is one, and has no row', () => {
    const all = [...entryCalls().values()].flat();
    expect(GENERAL_NAMES.filter((name) => !all.includes(name))).toEqual([]);
    const rows = ERROR_TABLE.flatMap(([names]) => names);
    expect(GENERAL_NAMES.filter((name) => rows.includes(name))).toEqual([]);
    expect(rows.filter((name) => !all.includes(name))).toEqual([]);
  });

  it.each(GENERAL_NAMES)('%s is INVALID_CONFIG, with its text for developers', (name) => {
    const error = answered('InitiateAuth', name.replace('Exception', ''), 'why');
    expect(error).toMatchObject({ code: 'INVALID_CONFIG', reason: undefined });
    expect(error.message).toBe(`INVALID_CONFIG: InitiateAuth: ${name}: why`);
  });
});

describe('the table of docs/sign-in-errors.md', () => {
  const document = readFileSync(join(__dirname, '../../../../docs/sign-in-errors.md'), 'utf8');
  const [, written = ''] = document.split(/<!-- .*sign-in:errors.* -->\n/);
  const lines = written
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2)
    .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | *\|$/g, '').trim()));

  it('has a line for each example, and an example for each row', () => {
    expect(rowsWithoutAdvice(ERROR_EXAMPLES)).toEqual([]);
    const texts = lines.map(([, name, text]) => `${name}: ${text}`);
    expect(ERROR_EXAMPLES.map(({ name, text }) => `${name}: ${text}`)).toEqual(
      texts.slice(0, ERROR_EXAMPLES.length),
    );
    expect(texts.slice(ERROR_EXAMPLES.length)).toEqual(
      [...GENERAL_NAMES, ...STATUS_EXAMPLES.map(({ answer }) => answer)].map(
        (name) => `${name}: any`,
      ),
    );
  });

  it.each(
    ERROR_EXAMPLES.map((example, n) => [example.call, example.name, example.text, n] as const),
  )('G14: of %s, %s "%s" is what a form gets', (call, name, text, n) => {
    const [calls = '', , , code = '', reason = '', advice = ''] = lines[n] ?? [];
    const example = ERROR_EXAMPLES[n]!;
    expect(callsLike(example)).toContain(call);
    for (const each of callsLike(example)) {
      const error = toSignInError(new CognitoServiceError(name, text, 400), each);
      expect(`\`${error.code}\``).toBe(code);
      expect(error.reason === undefined ? 'no' : 'yes').toBe(reason);
      const [operation = ''] = each.split(' ');
      expect(calls.startsWith('every call') || calls.includes(operation)).toBe(true);
    }
    expect(advice).not.toBe('');
  });
});

describe('an answer without a row', () => {
  /** The gateways' names for answers without a name, and one that AWS may add. */
  const NAMES = { none: 'UnknownError', new: 'BrandNewException' };
  const rows = STATUS_EXAMPLES.flatMap(({ isNamed, statuses, code }) =>
    Object.values(NAMES)
      .filter((name) => isNamed === undefined || isNamed === (name === NAMES.new))
      .flatMap((name) => statuses.map((status) => [name, status, code] as const)),
  );

  it.each(rows)('G14: %s with %d is %s, in and out of a session', (name, status, code) => {
    for (const call of ['InitiateAuth', 'SignUp', 'GetUser with AccessToken']) {
      const error = toSignInError(new CognitoServiceError(name, `HTTP ${status}`, status), call);
      expect(error).toMatchObject({ code, reason: undefined });
      expect(error.message).toBe(`${code}: ${call.split(' ')[0]}: ${name}: HTTP ${status}`);
    }
  });

  it.each(rows)(
    'G14: %s with %d: a session would judge its refresh alike',
    (name, status, code) => {
      const judged = judgeRefreshFailure(new CognitoServiceError(name, 'no', status));
      // It ends no session and blames no setting, and it is tried again if the code says so.
      expect(judged.code).toBe('REFRESH_UNAVAILABLE');
      const passes = status === 408 || status === 429 || status >= 500;
      expect(judged.retry).toBe(passes);
      if (passes) expect(code).toMatch(/UNAVAILABLE|TOO_MANY_ATTEMPTS/);
    },
  );

  it("G14: a proxy's 429 says until when", () => {
    jest.spyOn(Date, 'now').mockReturnValue(1_000_000);
    const error = toSignInError(new CognitoServiceError('UnknownError', 'HTTP 429', 429, 7), 'x');
    jest.restoreAllMocks();
    expect(error.retryAt).toBe(1_007_000);
  });

  it('G14: a name that has a row keeps its meaning whatever the status', () => {
    for (const status of [400, 403, 408, 429, 503]) {
      const error = new CognitoServiceError('CodeMismatchException', 'no', status);
      expect(toSignInError(error, 'ConfirmSignUp').code).toBe('WRONG_CODE');
    }
  });
});
