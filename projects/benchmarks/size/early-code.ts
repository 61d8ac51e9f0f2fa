// Code that a default app must not load: the AWS SDK anywhere, and a sign-in's code before the
// sign-in page.

import type { BuiltApp } from './built-app';

/** Where the SDK's code comes from, as paths of sources in a build. */
const SDK_SOURCE = /node_modules\/(@aws-sdk|@aws-crypto|@smithy|bowser)\//;
/** Texts that only the SDK's code holds, in any build of it that can send a request. */
const SDK_TEXTS = ['com.amazonaws.cognitoidentityprovider', 'aws-sdk-js', 'amz-sdk-invocation-id'];
/**
 * Texts that stand in code which signs users in: parameters, challenges, operations, and what SRP
 * hashes.
 */
const SIGN_IN_TEXTS = [
  'SRP_A',
  'PASSWORD_VERIFIER',
  'PASSWORD_CLAIM_SIGNATURE',
  'Caldera',
  'NEW_PASSWORD_REQUIRED',
  'SOFTWARE_TOKEN_MFA',
  'SELECT_CHALLENGE',
  'WEB_AUTHN',
  'CUSTOM_CHALLENGE',
  'RespondToAuthChallenge',
  'AssociateSoftwareToken',
  'SignUp',
  'ConfirmForgotPassword',
  'SetUserMFAPreference',
  'StartWebAuthnRegistration',
  'otpauth:',
];

/** Files of `files` that hold code of the AWS SDK. */
function withSdk(app: BuiltApp, files: readonly string[]): string[] {
  return files.filter(
    (file) =>
      SDK_TEXTS.some((text) => app.text(file).includes(text)) ||
      app.sources([file]).some(([source]) => SDK_SOURCE.test(source)),
  );
}

/**
 * What is wrong with `early`, files that come before the sign-in page, and with `page`, those that
 * the sign-in page loads. `sdk` and `signIn` are code that must hold the texts: one that is nowhere
 * any more would prove nothing by being missing.
 */
export function earlyCode(
  app: BuiltApp,
  early: readonly string[],
  {
    page,
    sdk,
    signIn,
  }: {
    readonly page: readonly string[];
    readonly sdk: string;
    readonly signIn: string;
  },
): string[] {
  const problems: string[] = [];
  const files = withSdk(app, [...early, ...page]);
  if (files.length > 0) problems.push(`AWS SDK in a default app, in ${files.join()}`);
  for (const text of SIGN_IN_TEXTS) {
    const holding = early.filter((file) => app.text(file).includes(text));
    if (holding.length > 0)
      problems.push(`"${text}" before the sign-in page, in ${holding.join()}`);
    if (!signIn.includes(text)) problems.push(`the sign-in entry does not hold "${text}"`);
  }
  for (const text of SDK_TEXTS) {
    if (!sdk.includes(text)) problems.push(`the SDK's gateway does not hold "${text}"`);
  }
  return problems;
}
