// Everything the entry `ngx-cognito-session/sign-in` offers, name by name.

export type { CodeDelivery } from './code-delivery';
export { type Device, DeviceService } from './device-service';
export {
  type AuthFactors,
  type MfaPreference,
  MfaService,
  type MfaUse,
  type TotpSetup,
} from './mfa-service';
export type { PasskeyRegistration } from './passkey-registration';
export { type Passkey, PasskeyService } from './passkey-service';
export { type ConfirmForgotPasswordRequest, PasswordService } from './password-service';
export { SignInError } from './sign-in-error';
export type { SignInErrorCode } from './sign-in-error-code';
export { SignInService } from './sign-in-service';
export type {
  Challenge,
  ChallengeResponse,
  ChallengeStep,
  CodeStep,
  CodeStepOf,
  CustomChallengeStep,
  EmailSetupStep,
  FirstFactor,
  MfaSetupChoiceStep,
  MfaType,
  NewPasswordStep,
  PasswordStep,
  SelectChallengeStep,
  SelectMfaTypeStep,
  SetupMfaType,
  SignedInStep,
  SignInFlow,
  SignInRequest,
  SignInStep,
  TotpSetupStep,
  UnknownChallengeStep,
  WebAuthnStep,
} from './sign-in-step';
export {
  type ConfirmedSignUp,
  type ConfirmSignUpRequest,
  type SignUpRequest,
  type SignUpResult,
  SignUpService,
} from './sign-up-service';
export { totpUri } from './totp-uri';
export type { UserAttributes } from './user-attributes';
export { type User, UserService } from './user-service';
export { type UserSession, UserSessionsService } from './user-sessions-service';
