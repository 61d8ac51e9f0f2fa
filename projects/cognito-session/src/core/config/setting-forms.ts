// What settings must be, as a table: one line for each field, with the words of the error that
// names it.

import { SessionError } from '../session-error';

/**
 * What one setting must be: the form of a text, or a condition; in words; and its default, if it
 * has one.
 */
export type SettingForm<T> = readonly [
  form: RegExp | ((value: unknown) => boolean),
  expected: string,
  byDefault?: T,
];

/** What each of several settings must be; they are checked in this order. */
export type SettingForms<T> = { readonly [Name in keyof T]: SettingForm<T[Name]> };

/**
 * Checks the settings that `forms` names and fills in their defaults; undefined stands for the
 * default.
 * @param place where the fields stand, for the error; with the dot at its end.
 * @throws {@link SessionError} `INVALID_CONFIG`, naming the field and what was expected.
 */
export function checkSettings<T extends object>(
  given: { readonly [Name in keyof T]?: unknown },
  forms: SettingForms<T>,
  place = '',
): T {
  const checked: { [Name in keyof T]?: unknown } = {};
  for (const name in forms) {
    const [form, expected, byDefault] = forms[name];
    const { [name]: value = byDefault } = given;
    const isGood = typeof form === 'function' ? form(value) : isText(value, form);
    if (!isGood) throw invalid(place + name, expected, value);
    checked[name] = value;
  }
  // Each has its form now.
  return checked as T;
}

/** `INVALID_CONFIG` for `field`; quotes a short form of the value, never user info or a token. */
export function invalid(field: string, expected: string, value: unknown): SessionError {
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  const shown = text.replace(/[^"]*@/g, '…@').replace(/eyJ[\w.+/=-]*/g, '…');
  return new SessionError(
    'INVALID_CONFIG',
    `${field} must be ${expected}; it is ${shown.slice(0, 120)}`,
  );
}

/** Whether `value` is a string of a form. */
export function isText(value: unknown, form: RegExp): value is string {
  return typeof value === 'string' && form.test(value);
}
