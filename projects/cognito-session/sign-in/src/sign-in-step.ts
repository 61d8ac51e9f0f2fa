// A sign-in as a conversation: each step says what came of the last answer and what Cognito asks next.

import type { CognitoUserSession } from 'ngx-cognito-session';
import type { Observable } from 'rxjs';

/**
 * Authentication flows of an app client.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html
 */
export type SignInFlow = 'USER_SRP_AUTH' | 'USER_PASSWORD_AUTH' | 'CUSTOM_AUTH' | 'USER_AUTH';

/** What a user can sign in with first where the flow is `USER_AUTH`. */
export type FirstFactor = 'PASSWORD' | 'PASSWORD_SRP' | 'EMAIL_OTP' | 'SMS_OTP' | 'WEB_AUTHN';

/** Second factors. */
export type MfaType = 'SMS_MFA' | 'SOFTWARE_TOKEN_MFA' | 'EMAIL_OTP';

/** Second factors that can be set up in a sign-in. */
export type SetupMfaType = Exclude<MfaType, 'SMS_MFA'>;

/** What a sign-in form starts with. */
export interface SignInRequest {
  /** User name, or an alias of it the pool accepts (e-mail address, phone number). */
  readonly username: string;
  /**
   * Required for `USER_SRP_AUTH` (where it never leaves the browser) and `USER_PASSWORD_AUTH`. With `CUSTOM_AUTH` the
   * custom challenges come after a check of the password when there is one. With `USER_AUTH` it is used when the chosen
   * or preferred challenge asks for it.
   */
  readonly password?: string | undefined;
  /** Which of the app client's flows to use; default `USER_SRP_AUTH`. */
  readonly flow?: SignInFlow | undefined;
  /** For `USER_AUTH`: the challenge to begin with. Without it, or when the user cannot use it, a `SELECT_CHALLENGE` step follows. */
  readonly preferredChallenge?: FirstFactor | undefined;
  /** Cognito's `Session` from elsewhere, such as a confirmed sign-up: with `USER_AUTH` it signs in without a further question. */
  readonly continueFrom?: string | undefined;
  /** Passed to the pool's Lambda triggers with every call of this sign-in that is not given its own. */
  readonly clientMetadata?: Readonly<Record<string, string>> | undefined;
  /** Name of the app in authenticator apps, for the `otpauth://` URI of a TOTP set-up; default: the page's host name. */
  readonly totpIssuer?: string | undefined;
}

/** What every answer to a challenge may carry. */
export interface ChallengeResponse {
  /** Passed to the pool's Lambda triggers; default: that of the {@link SignInRequest}. */
  readonly clientMetadata?: Readonly<Record<string, string>> | undefined;
}

/** The user is signed in; `SessionService` holds the same session. */
export interface SignedInStep {
  readonly status: 'signed-in';
  /** The new session. */
  readonly session: CognitoUserSession;
  /** Whether the pool asks that the user decide if this device is remembered; see `DeviceService.remember`. */
  readonly deviceConfirmationNecessary: boolean;
  /**
   * Whether the pool tracks devices and Cognito has not confirmed this one, which it needs to refresh the session.
   * `events$` tells why (`'device-unconfirmed'`). Where the failure may pass, the device is confirmed before the first
   * refresh.
   */
  readonly deviceConfirmationFailed: boolean;
}

/** Cognito wants something more. */
export interface Challenge<Name extends string, Response> {
  readonly status: 'challenge';
  /** Cognito's name of the challenge, or `UNKNOWN`. */
  readonly challenge: Name;
  /** Cognito's `ChallengeParameters`, whole. */
  readonly parameters: Readonly<Record<string, string>>;
  /**
   * Answers the challenge when called, subscribed or not, and emits the next step. After `WRONG_CODE`, `WEAK_PASSWORD`,
   * `INVALID_INPUT`, `PASSKEY_FAILED` and `UNAVAILABLE` (when Cognito did not get the answer) the same step can be answered
   * again; Cognito's session of it lives 3 minutes unless the app client says otherwise, then the answer errors with
   * `CHALLENGE_EXPIRED`. One answer at a time.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
   */
  respond(response: Response & ChallengeResponse): Observable<SignInStep>;
  /**
   * The step as JSON text, for `SignInService.resume` in a page that is loaded later or in another tab: the mobile browser
   * was closed while the user read the SMS, or a magic link opened elsewhere. It holds no password, no code and no secret of
   * an authenticator app or a device, so a password that a later challenge needs is asked for again.
   *
   * It does hold Cognito's `Session`, which together with the right code signs in: keep it in `sessionStorage` where one
   * tab is enough, never in a URL, and remove it with the sign-in's end. It is good for one answer, and for as long as
   * Cognito waits (3 minutes unless the app client says otherwise), so save each step anew.
   *
   * A sign-out ends it, for which the library keeps a random id beside the session: at once, or as soon as the part of the
   * library that does it is loaded. docs/sign-in.md lists the sign-outs that cannot know of it. Never throws.
   */
  suspend(): string;
}

/** The user signs in for the first time with a password somebody else chose. */
export interface NewPasswordStep extends Challenge<
  'NEW_PASSWORD_REQUIRED',
  {
    readonly newPassword: string;
    readonly attributes?: Readonly<Record<string, string>> | undefined;
  }
> {
  /** Names of attributes that must be given with the new password, such as `given_name`. */
  readonly requiredAttributes: readonly string[];
  /** The attributes the user has; Cognito refuses to change them here. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** A code of one kind. */
export interface CodeStepOf<Name extends string> extends Challenge<
  Name,
  /** White space in it is taken out. */
  { readonly code: string }
> {
  /** Where the code was sent, masked by Cognito (`a***@e***`, `+*******1234`); undefined for authenticator apps. */
  readonly destination: string | undefined;
  /** How it was sent, `'SMS'` or `'EMAIL'`. */
  readonly medium: string | undefined;
  /** The name the user gave to the authenticator app; undefined or empty when there is none. */
  readonly deviceName: string | undefined;
}

/** A code from an authenticator app, or one that was sent. */
export type CodeStep =
  | CodeStepOf<'SMS_MFA'>
  | CodeStepOf<'SOFTWARE_TOKEN_MFA'>
  | CodeStepOf<'EMAIL_OTP'>
  | CodeStepOf<'SMS_OTP'>;

/** The user has several second factors and prefers none. */
export interface SelectMfaTypeStep extends Challenge<
  'SELECT_MFA_TYPE',
  { readonly mfaType: MfaType }
> {
  /** What the user can choose from. */
  readonly mfaTypes: readonly MfaType[];
}

/** The pool wants a second factor, the user has none, and several can be set up. */
export interface MfaSetupChoiceStep extends Challenge<
  'MFA_SETUP',
  { readonly mfaType: SetupMfaType }
> {
  readonly mfaType: undefined;
  /** What can be set up here. */
  readonly mfaTypes: readonly SetupMfaType[];
}

/** An authenticator app is set up: show {@link TotpSetupStep.uri} as a QR code, ask for the first code. */
export interface TotpSetupStep extends Challenge<
  'MFA_SETUP',
  { readonly code: string; readonly deviceName?: string | undefined }
> {
  readonly mfaType: 'SOFTWARE_TOKEN_MFA';
  /** Base32, for typing. */
  readonly secret: string;
  /** `otpauth://totp/…` with secret, account and issuer. */
  readonly uri: string;
}

/** An e-mail address is set up for codes. */
export interface EmailSetupStep extends Challenge<'MFA_SETUP', { readonly email: string }> {
  readonly mfaType: 'EMAIL_OTP';
}

/** The user chooses what to sign in with (`USER_AUTH`). A password is only asked where the choice needs one. */
export interface SelectChallengeStep extends Challenge<
  'SELECT_CHALLENGE',
  { readonly answer: FirstFactor; readonly password?: string | undefined }
> {
  /** What the user can choose from. */
  readonly availableChallenges: readonly FirstFactor[];
}

/** The password is asked for (`USER_AUTH` without one); `PASSWORD_SRP` proves it without sending it. */
export type PasswordStep =
  | Challenge<'PASSWORD', { readonly password: string }>
  | Challenge<'PASSWORD_SRP', { readonly password: string }>;

/** A passkey is asked for; `respond({})` opens the browser's dialog. */
export interface WebAuthnStep extends Challenge<
  'WEB_AUTHN',
  {
    /** An `AuthenticationResponseJSON` got elsewhere, instead of asking the browser. */
    readonly credential?: unknown;
    /** Closes the browser's dialog. */
    readonly signal?: AbortSignal | undefined;
  }
> {
  /** What Cognito asks of the authenticator, as `navigator.credentials.get` takes it in JSON. */
  readonly options: PublicKeyCredentialRequestOptionsJSON;
}

/** A question of the pool's own triggers; what it is stands in `parameters`. */
export type CustomChallengeStep = Challenge<'CUSTOM_CHALLENGE', { readonly answer: string }>;

/** A challenge this version does not know, whole. */
export interface UnknownChallengeStep extends Challenge<
  'UNKNOWN',
  /** Cognito's `ChallengeResponses`; `USERNAME` is filled in. */
  { readonly responses: Readonly<Record<string, string>> }
> {
  /** Cognito's name of it. */
  readonly name: string;
  /** Cognito's `Session`, for apps that answer by themselves. */
  readonly session: string | undefined;
}

/** Something Cognito asks; `challenge` tells what (and for `MFA_SETUP`, `mfaType`). */
export type ChallengeStep =
  | NewPasswordStep
  | CodeStep
  | SelectMfaTypeStep
  | MfaSetupChoiceStep
  | TotpSetupStep
  | EmailSetupStep
  | SelectChallengeStep
  | PasswordStep
  | WebAuthnStep
  | CustomChallengeStep
  | UnknownChallengeStep;

/** What comes next in a sign-in; `status` tells which. */
export type SignInStep = SignedInStep | ChallengeStep;
