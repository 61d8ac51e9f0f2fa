// Hints about three mistakes in the set-up of an app client. Development builds print each of them
// once; production builds leave this file out, because its caller checks `ngDevMode` first.

/** Cognito's text, and the cure. */
const CURES: readonly (readonly [RegExp, string])[] = [
  [
    /secret/i,
    'the app client has a secret, which no browser can keep. Create an app client without a secret and use its id as clientId.',
  ],
  [
    /flow .*not (enabled|supported)|not enabled for (the|this) client/i,
    "the app client does not allow this flow. Allow ALLOW_USER_SRP_AUTH for the default flow 'USER_SRP_AUTH', ALLOW_USER_AUTH for 'USER_AUTH', ALLOW_USER_PASSWORD_AUTH for 'USER_PASSWORD_AUTH' and ALLOW_CUSTOM_AUTH for 'CUSTOM_AUTH'.",
  ],
  [
    /user ?pool (client )?.*does not exist/i,
    'clientId is no app client of userPoolId. Copy both ids from the same user pool.',
  ],
];

/** Prints hints for developers, each of them once for a session. */
export class ClientMistakes {
  readonly #told = new Set<string>();

  /** Prints the cure of a call that failed as `INVALID_CONFIG`, if there is one. */
  tell(operation: string, text: string): void {
    const [, cure] = CURES.find(([pattern]) => pattern.test(text)) ?? [];
    if (cure === undefined || this.#told.has(cure)) return;
    this.#told.add(cure);
    console.warn(`ngx-cognito-session: ${operation} failed, because ${cure}`);
  }
}
