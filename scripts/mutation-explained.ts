// Mutants that no spec can notice, and why. A mutation is written as docs/mutation.md shows it.

/** Mutations of one line with the reason that holds for all of them. */
export interface Explained {
  /** Name of the file. */
  readonly file: string;
  /** A part of the line that holds them. */
  readonly line: string;
  /** As docs/mutation.md shows them. */
  readonly mutations: readonly string[];
  readonly why: string;
}

const FILLER = `'' → "Stryker was here!"`;
const EMPTY_LIST = '[] → ["Stryker was here"]';
const NULL_OR_UNDEFINED =
  'Both ways give nothing: a function that ends without `return null` gives undefined, and its callers treat both alike.';

export const EXPLAINED: readonly Explained[] = [
  {
    file: 'api-rules.ts',
    line: '.test(target.href)',
    mutations: [String.raw`/^https?:\/\/[^/@]+\// → /https?:\/\/[^/@]+\//`],
    why: 'A scheme that merely ends in "http" has the origin "null", which no rule has.',
  },
  {
    file: 'api-rules.ts',
    line: '} catch {',
    mutations: [
      '{ // TypeError: not a URL. The browser would not send it either. return null; } → {}',
    ],
    why: NULL_OR_UNDEFINED,
  },
  {
    file: 'api-rules.ts',
    line: "origin = ''",
    mutations: [FILLER],
    why: 'A path behind either is no absolute URL.',
  },
  {
    file: 'aws-partition.ts',
    line: "word = ''",
    mutations: [FILLER, EMPTY_LIST],
    why: 'Neither is the word of a partition.',
  },
  {
    file: 'device-confirmation.ts',
    line: "INVALID_TOKEN: 'INVALID_TOKEN'",
    mutations: [`'INVALID_TOKEN' → ""`],
    why: 'No answer to ConfirmDevice is judged so; the entry is for the compiler.',
  },
  {
    file: 'browser-tab-locks.ts',
    line: "lock.name ?? ''",
    mutations: [FILLER, EMPTY_LIST],
    why: 'Neither name begins with the prefix of a mark.',
  },
  {
    file: 'cognito-service-error.ts',
    line: 'if (!value) return undefined;',
    mutations: ['!value → false'],
    why: 'No header reads as a date that is none, and that is undefined as well; kept because it says what is meant.',
  },
  {
    file: 'fetch-cognito-gateway.ts',
    line: '} catch {',
    mutations: [
      '{ // SyntaxError: HTML of a captive portal, an empty body, or a body that was cut. return undefin… → {}',
    ],
    why: 'Both give undefined.',
  },
  {
    file: 'return-url.ts',
    line: 'url.origin === HERE',
    mutations: ['url.origin === HERE → true'],
    why: 'What is left of a foreign URL is parsed again and compared with it: the second look refuses it too. Kept, since each alone is easy to break.',
  },
  {
    file: 'return-url.ts',
    line: '} catch {',
    mutations: ['{ // TypeError: not a URL. return null; } → {}'],
    why: NULL_OR_UNDEFINED,
  },
  {
    file: 'jwt-payload.ts',
    line: 'token.length > LONGEST_TOKEN',
    mutations: [EMPTY_LIST],
    why: 'One part is refused as no part is: a JWT has three.',
  },
  {
    file: 'session-config.ts',
    line: "userPoolId = ''",
    mutations: [FILLER, EMPTY_LIST],
    why: 'A missing value is refused, by what was given, before its default is used; the defaults are for the compiler.',
  },
  {
    file: 'session-check.ts',
    line: "?? ''",
    mutations: [FILLER],
    why: 'The filler is no JWT either and is refused with the same words; after the checks the sub is never missing.',
  },
  {
    file: 'session-check.ts',
    line: "iss = ''",
    mutations: [FILLER],
    why: 'Neither is an issuer of a pool.',
  },
  {
    file: 'refresh-call.ts',
    line: "message = ''",
    mutations: [FILLER],
    why: 'Only looked through for words about client secrets, which neither has.',
  },
  {
    file: 'session-persistence.ts',
    line: 'this.#writes++',
    mutations: ['this.#writes++ → this.#writes--'],
    why: 'Only asked whether it has changed.',
  },
  {
    file: 'session-persistence.ts',
    line: '} catch {',
    mutations: [
      '{ // It takes nothing at all; its failure has been told. return undefined; } → {}',
    ],
    why: 'Both give undefined.',
  },
  {
    file: 'device-key.ts',
    line: '} catch {',
    mutations: ['{ // A record somebody broke. return undefined; } → {}'],
    why: 'Both give undefined.',
  },
  {
    file: 'ended-generations.ts',
    line: '#generations: string[] = []',
    mutations: [EMPTY_LIST],
    why: 'A generation of that name is never made; the entry is the first to be forgotten.',
  },
  {
    file: 'session-manager.ts',
    line: "because: 'rejected'",
    mutations: [`'rejected' → ""`],
    why: "The refresher asks whether it is 'margin' or 'forced'; 'rejected' is the third, by any name.",
  },
  {
    file: 'session-manager.ts',
    line: 'this.#runtime.current?.refresher',
    mutations: ['this.#runtime.current?.refresher → this.#runtime.current.refresher'],
    why: 'Wakes are only heard of through the runtime, so it is there; the compiler cannot know that.',
  },
  {
    file: 'session-manager.ts',
    line: "if (this.state.status !== 'restoring') return run();",
    mutations: ["this.state.status !== 'restoring' → false"],
    why: 'The way through the state stream gives the same in the same tick; this one only saves work.',
  },
  {
    file: 'token-revocation.ts',
    line: 'const result = {',
    mutations: ['false → true'],
    why: '`revoked` is always set before the result is given.',
  },
  {
    file: 'token-revocation.ts',
    line: '.catch(() => null)',
    mutations: ['() => null → () => undefined'],
    why: NULL_OR_UNDEFINED,
  },
  {
    file: 'migrating-session-store.ts',
    line: "Token ?? ''",
    mutations: [FILLER],
    why: 'Neither is a JWT.',
  },
  {
    file: 'migrating-session-store.ts',
    line: 'if (!claims || !accessClaims) return null;',
    mutations: [
      '!claims || !accessClaims → false',
      '!claims || !accessClaims → !claims && !accessClaims',
    ],
    why: 'Reading a claim of nothing throws, and the `catch` around it gives null as well; kept because it says what is meant.',
  },
  {
    file: 'session-interceptor.ts',
    line: 'if (host.manager) return authorize',
    mutations: ['host.manager → false'],
    why: '`manager$` replays the same manager in the same tick; this way only saves work.',
  },
  {
    file: 'session-interceptor.ts',
    line: "typeof ngDevMode === 'undefined'",
    mutations: ["typeof ngDevMode === 'undefined' → false", `'undefined' → ""`],
    why: 'Angular defines `ngDevMode` as soon as it is loaded, and the interceptor cannot run without it; kept for the bundlers that replace the name.',
  },
  {
    file: 'session-interceptor.ts',
    line: 'url.startsWith(',
    mutations: ['url.startsWith(`${rule.origin}/`) → url.endsWith(`${rule.origin}/`)'],
    why: 'What does not return here is parsed and found to have the same origin; this check only saves the parsing.',
  },
  {
    file: 'session-guard.ts',
    line: "state.status === 'signed-in' ? state.session",
    mutations: ["state.status === 'signed-in' → true"],
    why: 'A state without a session then gives undefined instead of null, and guards treat both alike.',
  },
  {
    file: 'sign-in-page.ts',
    line: "signInUrl ?? '/'",
    mutations: [`'/' → ""`],
    why: 'The router reads both as its root; without a manager no page is left.',
  },
  {
    file: 'challenge-table.ts',
    line: "ChallengeName: name = ''",
    mutations: [FILLER],
    why: 'An answer without a name is refused before it gets here.',
  },
  {
    file: 'json-parameters.ts',
    line: "function parse(json = '')",
    mutations: [FILLER],
    why: 'Neither is JSON.',
  },
  {
    file: 'json-parameters.ts',
    line: '} catch {',
    mutations: ['{ return undefined; } → {}'],
    why: 'Both give undefined.',
  },
  {
    file: 'session-check.ts',
    line: 'jwt.length <= LONGEST_TOKEN',
    mutations: [
      'jwt.length <= LONGEST_TOKEN → true',
      'jwt.length <= LONGEST_TOKEN → jwt.length < LONGEST_TOKEN',
    ],
    why: '`decodeJwtPart` refuses longer tokens as well; this only keeps megabytes from the regular expression, which fails on them or not by the stack that is left (H09).',
  },
];
