// Finds in a text the secrets that a call sent: Cognito and its triggers quote their input in error
// messages.

/**
 * Fewer characters are part of too many words: a password `abc` would blank "abc" in any of them.
 */
const SHORTEST_SECRET = 4;
/**
 * Whoever quotes a token may cut it: a word of at least this length that is a part of a secret is
 * blanked, too.
 */
const PART = /[\w+/-]{16,}/g;
/**
 * Fields that hold no secret: names and ids of users, clients, devices and passkeys, names of
 * flows, challenges and attributes, the attributes themselves (also the address that a set-up
 * takes), and the words of a passkey.
 */
const NO_SECRET =
  /(names?|id|flow)$|^userattributes|^(email|device_?(group_?)?key|devicerememberedstatus|preferred_challenge|revokeassociatedsessions|timestamp|type|transports|authenticatorattachment)$/i;
/**
 * Answers that choose a factor; by their shape, since code that comes before a sign-in page names
 * no challenge.
 */
const FACTOR = /^PASSWORD$|^[A-Z_]+_(AUTHN|MFA|OTP|SRP)$/;
/**
 * What an app tells its triggers: a word such as a page's name is no secret, a long one may be a
 * token.
 */
const APP_DATA = /^(ClientMetadata|ValidationData)$/;
const TOKEN = /^\S{20,}$/;

/**
 * The secrets in the input of a call: every text in it, except in the fields of {@link NO_SECRET}.
 * A new operation's fields count as secrets until they are named there.
 */
export function secretsIn(input: object): string[] {
  const found = new Set<string>();
  // As it is on the wire: without what is undefined, and with what `toJSON` makes of objects.
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
      // An entry of a list is what the list's name says.
      const name = Array.isArray(value) ? field : key;
      collect(each, name, appData || APP_DATA.test(name), found);
    }
  }
}

/** `text` with `***` for each of `secrets`, however it is written there. */
export function blank(text: string, secrets: readonly string[]): string {
  // The longest first: one may begin with another.
  const forms = secrets.flatMap(spellings).sort((a, b) => b.length - a.length);
  return forms
    .reduce((left, form) => left.replaceAll(form, '***'), text)
    .replace(PART, (word) => (forms.some((form) => form.includes(word)) ? '***' : word));
}

/**
 * A secret as it is and in JSON (Python's, too, which escapes all but ASCII; and in JSON within
 * JSON), in a URL or not.
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

/** As a form encodes it, and as `encodeURIComponent` does. */
function inUrl(text: string): string[] {
  // Unlike encodeURIComponent it takes half a surrogate pair, too.
  const form = new URLSearchParams({ '': text }).toString().slice(1);
  return [form, form.replaceAll('+', '%20').replace(/%(21|27|28|29|7E)/g, decodeURIComponent)];
}
