// Removes the secrets of a call from a text: Cognito and its triggers quote their input in error
// messages.

/**
 * Shorter secrets stay: they are part of too many words, and the text would lose "abc" in each of
 * them.
 */
const SHORTEST_SECRET = 4;
/**
 * An error may quote a part of a token: a word of at least this length is blanked if a secret
 * contains it.
 */
const PART = /[\w+/-]{16,}/g;
/**
 * Fields that hold no secret: names and ids of users, clients, devices and passkeys, names of
 * flows, challenges and attributes, the attributes themselves (also the e-mail address of an MFA
 * set-up), and the constants in a passkey.
 */
const NO_SECRET =
  /(names?|id|flow)$|^userattributes|^(email|device_?(group_?)?key|devicerememberedstatus|preferred_challenge|revokeassociatedsessions|timestamp|type|transports|authenticatorattachment)$/i;
/**
 * Answers that choose a factor. They are matched by their form, because a list of Cognito's
 * challenges would be loaded before the sign-in page.
 */
const FACTOR = /^PASSWORD$|^[A-Z_]+_(AUTHN|MFA|OTP|SRP)$/;
/**
 * Data of an app for its triggers: a short word, such as a page's name, is no secret; a long one
 * may be a token.
 */
const APP_DATA = /^(ClientMetadata|ValidationData)$/;
const TOKEN = /^\S{20,}$/;

/**
 * Finds the secrets in the input of a call: every text except in the fields of {@link NO_SECRET}.
 * The fields of a new operation count as secrets until that list names them.
 */
export function secretsIn(input: object): string[] {
  const found = new Set<string>();
  // As on the wire: without undefined members, and with `toJSON` applied.
  collect(JSON.parse(JSON.stringify(input)), '', false, found);
  return [...found];
}

function collect(value: unknown, field: string, appData: boolean, found: Set<string>): void {
  if (NO_SECRET.test(field)) return;
  if (typeof value === 'string') {
    const choice = field === 'ANSWER' && FACTOR.test(value);
    const secret = appData ? TOKEN.test(value) : value.length >= SHORTEST_SECRET;
    if (secret && !choice) found.add(value);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, each] of Object.entries(value)) {
      // The entries of a list count as fields with the list's name.
      const name = Array.isArray(value) ? field : key;
      collect(each, name, appData || APP_DATA.test(name), found);
    }
  }
}

/** Replaces each of `secrets` in `text` by `***`, in every encoding. */
export function blank(text: string, secrets: readonly string[]): string {
  // The longest first, because one may contain another.
  const forms = secrets.flatMap(spellings).sort((a, b) => b.length - a.length);
  return forms
    .reduce((left, form) => left.replaceAll(form, '***'), text)
    .replace(PART, (word) => (forms.some((form) => form.includes(word)) ? '***' : word));
}

/**
 * A secret as it is and in JSON (also in JSON within JSON, and in Python's, which escapes
 * everything except ASCII), each plain and encoded for a URL.
 */
function spellings(secret: string): string[] {
  const json = escaped(secret);
  const ascii = json.replace(
    /[\u0080-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const texts = [secret, json, escaped(json), ascii, escaped(ascii)];
  return [...new Set([...texts, ...texts.flatMap(inUrl)])];
}

function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Encodes as a form does, and as `encodeURIComponent` does. */
function inUrl(text: string): string[] {
  // Unlike encodeURIComponent, it does not throw for half a surrogate pair.
  const form = new URLSearchParams({ '': text }).toString().slice(1);
  return [form, form.replaceAll('+', '%20').replace(/%(21|27|28|29|7E)/g, decodeURIComponent)];
}
