// Tests the setting `clientMetadata`: the metadata of an object and of a function, and the errors
// of wrong ones.

import { configWith } from '../../../test/support/good-config';
import { readClientMetadata } from './client-metadata';
import type { ClientMetadataSource } from './client-metadata-check';
import { checkConfig } from './session-config';
import { SessionError } from '../session-error';

const SECRET = 'S3cret-value';

/** The error that `work` throws; it names the field and holds no value. */
function refusal(work: () => unknown): SessionError {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(SessionError);
    const { code, message } = error as SessionError;
    expect(code).toBe('INVALID_CONFIG');
    expect(message).toMatch(/^INVALID_CONFIG: clientMetadata/);
    expect(message).not.toContain(SECRET);
    return error as SessionError;
  }
  throw new Error('not refused');
}

const STRINGS = /must be .* whose values are all strings$/;
const WRONG: [string, unknown, RegExp][] = [
  ['null', null, STRINGS],
  ['a string', SECRET, STRINGS],
  ['a number', 7, STRINGS],
  ['a list', [SECRET], STRINGS],
  ['a map', new Map([['tenant', SECRET]]), STRINGS],
  ['a promise', Promise.resolve({ tenant: SECRET }), STRINGS],
  ['a number among its values', { secret: SECRET, size: 7 }, /; "size" is none$/],
  ['undefined among its values', { tenant: undefined }, /; "tenant" is none$/],
  ['an object among its values', { 'a"b': { secret: SECRET } }, /; "a\\"b" is none$/],
];

/** Checks the setting, as at start; the result returns the metadata of each refresh. */
function checkClientMetadata(source: unknown): () => Record<string, string> | undefined {
  const clientMetadata = source as ClientMetadataSource | undefined;
  const config = checkConfig(configWith(clientMetadata === undefined ? {} : { clientMetadata }));
  return () => readClientMetadata(config.clientMetadata);
}

describe('the setting clientMetadata', () => {
  it('gives no metadata when the app has set none', () => {
    expect(checkClientMetadata(undefined)()).toBeUndefined();
  });

  it('gives an object as it was at the start', () => {
    const given: Record<string, string> = { tenant: 'b', empty: '' };
    const metadata = checkClientMetadata(given);
    given['tenant'] = 'c';
    expect(metadata()).toEqual({ tenant: 'b', empty: '' });
  });

  it('calls a function for each refresh, and not before', () => {
    let tenant = 'a';
    const source = jest.fn(() => ({ tenant }));
    const metadata = checkClientMetadata(source);
    expect(source).not.toHaveBeenCalled();
    expect(metadata()).toEqual({ tenant: 'a' });
    tenant = 'b';
    expect(metadata()).toEqual({ tenant: 'b' });
  });

  it.each(WRONG)('refuses %s', (_name, value, message) => {
    expect(refusal(() => checkClientMetadata(value)).message).toMatch(message);
    expect(refusal(() => checkClientMetadata(value)).message).not.toContain('promise');
  });

  it.each([...WRONG, ['undefined', undefined, /must be/] as const])(
    'refuses a function that returns %s, when it is called',
    (_name, value, message) => {
      const metadata = checkClientMetadata(() => value);
      expect(refusal(metadata).message).toMatch(message);
      expect(refusal(metadata).message).toContain('a function that returns');
    },
  );

  it('wraps the error of a function that throws', () => {
    const cause = new Error(SECRET);
    const metadata = checkClientMetadata(() => {
      throw cause;
    });
    expect(refusal(metadata).cause).toBe(cause);
  });
});
