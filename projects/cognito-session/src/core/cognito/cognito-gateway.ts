// The port to Cognito's user-pool API. Inputs and outputs have the AWS SDK's types, imported as
// types only.

import type {
  AssociateSoftwareTokenCommandInput,
  AssociateSoftwareTokenCommandOutput,
  ChangePasswordCommandInput,
  ChangePasswordCommandOutput,
  CompleteWebAuthnRegistrationCommandInput,
  CompleteWebAuthnRegistrationCommandOutput,
  ConfirmDeviceCommandInput,
  ConfirmDeviceCommandOutput,
  ConfirmForgotPasswordCommandInput,
  ConfirmForgotPasswordCommandOutput,
  ConfirmSignUpCommandInput,
  ConfirmSignUpCommandOutput,
  DeleteUserCommandInput,
  DeleteUserCommandOutput,
  DeleteUserAttributesCommandInput,
  DeleteUserAttributesCommandOutput,
  DeleteWebAuthnCredentialCommandInput,
  DeleteWebAuthnCredentialCommandOutput,
  ForgetDeviceCommandInput,
  ForgetDeviceCommandOutput,
  ForgotPasswordCommandInput,
  ForgotPasswordCommandOutput,
  GetDeviceCommandInput,
  GetDeviceCommandOutput,
  GetTokensFromRefreshTokenCommandInput,
  GetTokensFromRefreshTokenCommandOutput,
  GetUserCommandInput,
  GetUserCommandOutput,
  GetUserAttributeVerificationCodeCommandInput,
  GetUserAttributeVerificationCodeCommandOutput,
  GetUserAuthFactorsCommandInput,
  GetUserAuthFactorsCommandOutput,
  GlobalSignOutCommandInput,
  GlobalSignOutCommandOutput,
  InitiateAuthCommandInput,
  InitiateAuthCommandOutput,
  ListDevicesCommandInput,
  ListDevicesCommandOutput,
  ListUserSessionsCommandInput,
  ListUserSessionsCommandOutput,
  ListWebAuthnCredentialsCommandInput,
  ListWebAuthnCredentialsCommandOutput,
  ResendConfirmationCodeCommandInput,
  ResendConfirmationCodeCommandOutput,
  RespondToAuthChallengeCommandInput,
  RespondToAuthChallengeCommandOutput,
  RevokeTokenCommandInput,
  RevokeTokenCommandOutput,
  RevokeUserSessionCommandInput,
  RevokeUserSessionCommandOutput,
  SetUserMFAPreferenceCommandInput,
  SetUserMFAPreferenceCommandOutput,
  SignUpCommandInput,
  SignUpCommandOutput,
  StartWebAuthnRegistrationCommandInput,
  StartWebAuthnRegistrationCommandOutput,
  UpdateDeviceStatusCommandInput,
  UpdateDeviceStatusCommandOutput,
  UpdateUserAttributesCommandInput,
  UpdateUserAttributesCommandOutput,
  VerifySoftwareTokenCommandInput,
  VerifySoftwareTokenCommandOutput,
  VerifyUserAttributeCommandInput,
  VerifyUserAttributeCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';

/** An operation with the SDK's types of its input and output. */
export interface CognitoCall<Input, Output> {
  input: Input;
  output: Output;
}

/** Operations of the user-pool API that the library calls, with their inputs and outputs. */
export interface CognitoOperations {
  // Signing in, and the session.
  InitiateAuth: CognitoCall<InitiateAuthCommandInput, InitiateAuthCommandOutput>;
  RespondToAuthChallenge: CognitoCall<
    RespondToAuthChallengeCommandInput,
    RespondToAuthChallengeCommandOutput
  >;
  GetTokensFromRefreshToken: CognitoCall<
    GetTokensFromRefreshTokenCommandInput,
    GetTokensFromRefreshTokenCommandOutput
  >;
  RevokeToken: CognitoCall<RevokeTokenCommandInput, RevokeTokenCommandOutput>;
  GlobalSignOut: CognitoCall<GlobalSignOutCommandInput, GlobalSignOutCommandOutput>;
  // Signing up.
  SignUp: CognitoCall<SignUpCommandInput, SignUpCommandOutput>;
  ConfirmSignUp: CognitoCall<ConfirmSignUpCommandInput, ConfirmSignUpCommandOutput>;
  ResendConfirmationCode: CognitoCall<
    ResendConfirmationCodeCommandInput,
    ResendConfirmationCodeCommandOutput
  >;
  // Passwords.
  ForgotPassword: CognitoCall<ForgotPasswordCommandInput, ForgotPasswordCommandOutput>;
  ConfirmForgotPassword: CognitoCall<
    ConfirmForgotPasswordCommandInput,
    ConfirmForgotPasswordCommandOutput
  >;
  ChangePassword: CognitoCall<ChangePasswordCommandInput, ChangePasswordCommandOutput>;
  // The user.
  GetUser: CognitoCall<GetUserCommandInput, GetUserCommandOutput>;
  UpdateUserAttributes: CognitoCall<
    UpdateUserAttributesCommandInput,
    UpdateUserAttributesCommandOutput
  >;
  DeleteUserAttributes: CognitoCall<
    DeleteUserAttributesCommandInput,
    DeleteUserAttributesCommandOutput
  >;
  GetUserAttributeVerificationCode: CognitoCall<
    GetUserAttributeVerificationCodeCommandInput,
    GetUserAttributeVerificationCodeCommandOutput
  >;
  VerifyUserAttribute: CognitoCall<
    VerifyUserAttributeCommandInput,
    VerifyUserAttributeCommandOutput
  >;
  DeleteUser: CognitoCall<DeleteUserCommandInput, DeleteUserCommandOutput>;
  // Further factors.
  AssociateSoftwareToken: CognitoCall<
    AssociateSoftwareTokenCommandInput,
    AssociateSoftwareTokenCommandOutput
  >;
  VerifySoftwareToken: CognitoCall<
    VerifySoftwareTokenCommandInput,
    VerifySoftwareTokenCommandOutput
  >;
  SetUserMFAPreference: CognitoCall<
    SetUserMFAPreferenceCommandInput,
    SetUserMFAPreferenceCommandOutput
  >;
  GetUserAuthFactors: CognitoCall<GetUserAuthFactorsCommandInput, GetUserAuthFactorsCommandOutput>;
  // Passkeys.
  StartWebAuthnRegistration: CognitoCall<
    StartWebAuthnRegistrationCommandInput,
    StartWebAuthnRegistrationCommandOutput
  >;
  CompleteWebAuthnRegistration: CognitoCall<
    CompleteWebAuthnRegistrationCommandInput,
    CompleteWebAuthnRegistrationCommandOutput
  >;
  ListWebAuthnCredentials: CognitoCall<
    ListWebAuthnCredentialsCommandInput,
    ListWebAuthnCredentialsCommandOutput
  >;
  DeleteWebAuthnCredential: CognitoCall<
    DeleteWebAuthnCredentialCommandInput,
    DeleteWebAuthnCredentialCommandOutput
  >;
  // Remembered devices.
  ConfirmDevice: CognitoCall<ConfirmDeviceCommandInput, ConfirmDeviceCommandOutput>;
  UpdateDeviceStatus: CognitoCall<UpdateDeviceStatusCommandInput, UpdateDeviceStatusCommandOutput>;
  ForgetDevice: CognitoCall<ForgetDeviceCommandInput, ForgetDeviceCommandOutput>;
  GetDevice: CognitoCall<GetDeviceCommandInput, GetDeviceCommandOutput>;
  ListDevices: CognitoCall<ListDevicesCommandInput, ListDevicesCommandOutput>;
  // The user's sessions on all devices.
  ListUserSessions: CognitoCall<ListUserSessionsCommandInput, ListUserSessionsCommandOutput>;
  RevokeUserSession: CognitoCall<RevokeUserSessionCommandInput, RevokeUserSessionCommandOutput>;
}

/** Name of an operation, as in `X-Amz-Target`. */
export type CognitoOperation = keyof CognitoOperations;

/** Options of one call. */
export interface CognitoCallOptions {
  /** Aborts the call; the promise then rejects. */
  signal?: AbortSignal;
  /**
   * The gateway calls it with the time in the answer's `Date` header, in ms since epoch. Cognito
   * lets scripts read this header. A sign-in by SRP states the time, and Cognito refuses it if the
   * device's clock is wrong; with this call, the library corrects the time.
   */
  onServerTime?: (time: number) => void;
}

/**
 * Sends one operation to the user pool; `withGateway` takes any implementation.
 *
 * One call is one HTTP request: the caller repeats failed calls. If Cognito answers with an error,
 * the gateway rejects with an error whose `name` is the AWS name and whose
 * `$metadata.httpStatusCode` is the status, as the AWS SDK does. For any other failure (no network,
 * an answer that is not Cognito's), it rejects with any other error. A gateway must not wait for a
 * session, which may be waiting for the gateway: a request sent by `HttpClient` needs
 * `SESSION_TOKEN` set to `'none'`. Times in answers may be `Date`s, as the AWS SDK makes them, or
 * seconds since the epoch, as they are on the wire.
 *
 * The app gets a copy of the error. The copy has only `name`, `message`, `stack`, `cause`,
 * `$metadata` and `retryAfterSeconds`, without the tokens, passwords and codes that were sent. A
 * gateway must not follow redirects, which would send the request's body to another host. Reject
 * with an error named `UnexpectedRedirect` instead; the library then treats the endpoint as not
 * reached.
 */
export abstract class CognitoGateway {
  abstract send<Operation extends CognitoOperation>(
    operation: Operation,
    input: CognitoOperations[Operation]['input'],
    options?: CognitoCallOptions,
  ): Promise<CognitoOperations[Operation]['output']>;
}
