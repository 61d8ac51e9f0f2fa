// Checks settings by a table, with one row for each field: its form, the text of its error, and its
// default.

import { SessionError } from '../session-error';

/**
 * The form of one setting: a pattern or a condition, the same in words for the error, and the
 * default, if there is one.
 */
export type SettingForm<T> = readonly [
  form: RegExp | ((value: unknown) => boolean),
  expected: string,
  byDefault?: T,
];

/** The forms of several settings, which are checked in this order. */
export type SettingForms<T> = { readonly [Name in keyof T]: SettingForm<T[Name]> };

/**
 * Checks the settings that `forms` names and replaces undefined by their defaults.
 * @param place the path of the fields for the error, with a dot at its end.
 * @throws {@link SessionError} `INVALID_CONFIG`, naming the field and what was expected.
 */
export function checkSettings<T extends object>(
  given: { readonly [Name in keyof T]?: unknown },
  forms: SettingForms<T>,
  place = '',
): T {
  const checked: { [Name in keyof T]?: unknown } = {};
  // Own fields only: an old script may have added to Object.prototype.
  for (const name of Object.keys(forms) as (keyof T & string)[]) {
    const [form, expected, byDefault] = forms[name];
    const { [name]: value = byDefault } = given;
    const isGood = typeof form === 'function' ? form(value) : isText(value, form);
    if (!isGood) throw invalid(place + name, expected, value);
    checked[name] = value;
  }
  // Each setting has its form now.
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
