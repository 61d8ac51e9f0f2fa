// The steps of a sign-in: each has the data that its form displays, and takes the user's input.

import type { CognitoUserSession } from 'ngx-cognito-session';
import type { Observable } from 'rxjs';

/**
 * Authentication flows of an app client.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html
 */
export type SignInFlow = 'USER_SRP_AUTH' | 'USER_PASSWORD_AUTH' | 'CUSTOM_AUTH' | 'USER_AUTH';

/** The first factors of the flow `USER_AUTH`. */
export type FirstFactor = 'PASSWORD' | 'PASSWORD_SRP' | 'EMAIL_OTP' | 'SMS_OTP' | 'WEB_AUTHN';

/** Second factors. */
export type MfaType = 'SMS_MFA' | 'SOFTWARE_TOKEN_MFA' | 'EMAIL_OTP';

/** Second factors that can be set up in a sign-in. */
export type SetupMfaType = Exclude<MfaType, 'SMS_MFA'>;

/** The input of a sign-in form. */
export interface SignInRequest {
  /** The user name, or an alias of it that the pool accepts (e-mail address, phone number). */
  readonly username: string;
  /**
   * Required for `USER_SRP_AUTH` (which never sends it) and `USER_PASSWORD_AUTH`. With
   * `CUSTOM_AUTH`, Cognito checks a password before the custom challenges if there is one. With
   * `USER_AUTH`, it is used when the chosen or preferred challenge needs it.
   */
  readonly password?: string | undefined;
  /** The flow of the app client to use; default `USER_SRP_AUTH`. */
  readonly flow?: SignInFlow | undefined;
  /**
   * For `USER_AUTH`: the challenge to begin with. Without it, or when the user cannot use it, the
   * first step is `SELECT_CHALLENGE`.
   */
  readonly preferredChallenge?: FirstFactor | undefined;
  /**
   * Cognito's `Session` of an earlier call, such as a confirmed sign-up. With `USER_AUTH` it signs
   * the user in without a further challenge.
   */
  readonly continueFrom?: string | undefined;
  /**
   * Passed to the pool's Lambda triggers with every call of this sign-in that is not given its own.
   */
  readonly clientMetadata?: Readonly<Record<string, string>> | undefined;
  /**
   * The name of the app in authenticator apps, for the `otpauth://` URI of a TOTP set-up; default:
   * the page's host name.
   */
  readonly totpIssuer?: string | undefined;
}

/** The member that the response to every challenge may have. */
export interface ChallengeResponse {
  /** Passed to the pool's Lambda triggers; default: that of the {@link SignInRequest}. */
  readonly clientMetadata?: Readonly<Record<string, string>> | undefined;
}

/** The user is signed in; `SessionService` holds the same session. */
export interface SignedInStep {
  readonly status: 'signed-in';
  /** The new session. */
  readonly session: CognitoUserSession;
  /**
   * Whether the pool lets the user decide if this device is remembered; see
   * `DeviceService.remember`.
   */
  readonly deviceConfirmationNecessary: boolean;
  /**
   * Whether the pool tracks devices and Cognito has not confirmed this one. Cognito refuses to
   * refresh the session of an unconfirmed device. The event `'device-unconfirmed'` of `events$` has
   * the reason. If the failure may pass, the library confirms the device before the first refresh.
   */
  readonly deviceConfirmationFailed: boolean;
}

/** Cognito asks for something before it signs the user in. */
export interface Challenge<Name extends string, Response> {
  readonly status: 'challenge';
  /** Cognito's name of the challenge, or `UNKNOWN`. */
  readonly challenge: Name;
  /** Cognito's `ChallengeParameters`, unchanged. */
  readonly parameters: Readonly<Record<string, string>>;
  /**
   * Answers the challenge when called, subscribed or not, and emits the next step. The same step
   * can be answered again after `WRONG_CODE`, `WEAK_PASSWORD`, `INVALID_INPUT`, `PASSKEY_FAILED`,
   * and `UNAVAILABLE` (if Cognito did not get the answer). Cognito waits 3 minutes for it, unless
   * the app client says otherwise; then the answer errors with `CHALLENGE_EXPIRED`. Send one answer
   * at a time.
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
   */
  respond(response: Response & ChallengeResponse): Observable<SignInStep>;
  /**
   * Writes the step as JSON text, for `SignInService.resume` in a page that is loaded later or in
   * another tab: a mobile browser may close the page while the user reads the SMS, and a magic link
   * opens elsewhere. The text holds no password, no code and no secret of an authenticator app or a
   * device; if a later challenge needs the password, the user is asked for it again.
   *
   * The text does hold Cognito's `Session`, which signs in together with the right code. Keep it in
   * `sessionStorage` where one tab is enough, never in a URL, and remove it when the sign-in ends.
   * It is good for one answer, for as long as Cognito waits (3 minutes, unless the app client says
   * otherwise): suspend every step anew.
   *
   * A sign-out ends the suspended sign-in; for that, the library keeps a random id beside the
   * session. It does so at once, or as soon as the part of the library that does it is loaded.
   * docs/sign-in.md lists the sign-outs that cannot know of it. Never throws.
   */
  suspend(): string;
}

/** The user signs in for the first time with a password that an administrator has set. */
export interface NewPasswordStep extends Challenge<
  'NEW_PASSWORD_REQUIRED',
  {
    readonly newPassword: string;
    readonly attributes?: Readonly<Record<string, string>> | undefined;
  }
> {
  /** Names of the attributes to send with the new password, such as `given_name`. */
  readonly requiredAttributes: readonly string[];
  /** The user's attributes; Cognito refuses to change them here. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** The user types a code of one kind. */
export interface CodeStepOf<Name extends string> extends Challenge<
  Name,
  /** White space in it is removed. */
  { readonly code: string }
> {
  /**
   * Where Cognito sent the code, masked (`a***@e***`, `+*******1234`); undefined for authenticator
   * apps.
   */
  readonly destination: string | undefined;
  /** How Cognito sent it, `'SMS'` or `'EMAIL'`. */
  readonly medium: string | undefined;
  /** The name that the user gave to the authenticator app; undefined or empty if there is none. */
  readonly deviceName: string | undefined;
}

/** The user types a code that Cognito sent, or one of an authenticator app. */
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
  /** The second factors that the user can choose from. */
  readonly mfaTypes: readonly MfaType[];
}

/** The pool requires a second factor, the user has none, and several can be set up. */
export interface MfaSetupChoiceStep extends Challenge<
  'MFA_SETUP',
  { readonly mfaType: SetupMfaType }
> {
  readonly mfaType: undefined;
  /** The second factors that can be set up here. */
  readonly mfaTypes: readonly SetupMfaType[];
}

/**
 * The user sets up an authenticator app: display {@link TotpSetupStep.uri} as a QR code, and ask
 * for the first code.
 */
export interface TotpSetupStep extends Challenge<
  'MFA_SETUP',
  { readonly code: string; readonly deviceName?: string | undefined }
> {
  readonly mfaType: 'SOFTWARE_TOKEN_MFA';
  /** In base32, for users who type it. */
  readonly secret: string;
  /** `otpauth://totp/…` with secret, account and issuer. */
  readonly uri: string;
}

/** The user sets up an e-mail address for codes. */
export interface EmailSetupStep extends Challenge<'MFA_SETUP', { readonly email: string }> {
  readonly mfaType: 'EMAIL_OTP';
}

/**
 * The user chooses what to sign in with (`USER_AUTH`). Pass the password if the choice needs one;
 * if it is missing, the next step asks for it.
 */
export interface SelectChallengeStep extends Challenge<
  'SELECT_CHALLENGE',
  { readonly answer: FirstFactor; readonly password?: string | undefined }
> {
  /** The factors that the user can choose from. */
  readonly availableChallenges: readonly FirstFactor[];
}

/**
 * The user types the password (`USER_AUTH` without one); `PASSWORD_SRP` proves it without sending
 * it.
 */
export type PasswordStep =
  | Challenge<'PASSWORD', { readonly password: string }>
  | Challenge<'PASSWORD_SRP', { readonly password: string }>;

/** The user signs in with a passkey; `respond({})` opens the browser's dialog. */
export interface WebAuthnStep extends Challenge<
  'WEB_AUTHN',
  {
    /**
     * An `AuthenticationResponseJSON` that the app got by itself; then the browser is not asked.
     */
    readonly credential?: unknown;
    /** Closes the browser's dialog. */
    readonly signal?: AbortSignal | undefined;
  }
> {
  /**
   * The options of Cognito, in JSON, as `PublicKeyCredential.parseRequestOptionsFromJSON` takes
   * them.
   */
  readonly options: PublicKeyCredentialRequestOptionsJSON;
}

/** A question of the pool's own Lambda triggers; `parameters` has it. */
export type CustomChallengeStep = Challenge<'CUSTOM_CHALLENGE', { readonly answer: string }>;

/** A challenge that this version does not know. */
export interface UnknownChallengeStep extends Challenge<
  'UNKNOWN',
  /** Cognito's `ChallengeResponses`; `USERNAME` is filled in. */
  { readonly responses: Readonly<Record<string, string>> }
> {
  /** Cognito's name of the challenge. */
  readonly name: string;
  /** Cognito's `Session`, for apps that answer by themselves. */
  readonly session: string | undefined;
}

/**
 * A step that Cognito asks for. `challenge` distinguishes the steps (for `MFA_SETUP` together with
 * `mfaType`).
 */
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

/** The next step of a sign-in; `status` distinguishes the two kinds. */
export type SignInStep = SignedInStep | ChallengeStep;
