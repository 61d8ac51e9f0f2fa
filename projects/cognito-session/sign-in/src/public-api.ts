// Everything the entry `ngx-cognito-session/sign-in` offers, name by name.

export { SignInError, type SignInErrorCode } from './sign-in-error';
export { SignInService } from './sign-in-service';
export type {
  Challenge,
  ChallengeResponse,
  ChallengeStep,
  CodeStep,
  CustomChallengeStep,
  EmailSetupStep,
  FirstFactor,
  MfaSetupChoiceStep,
  MfaType,
  NewPasswordStep,
  PasswordStep,
  SelectChallengeStep,
  SelectMfaTypeStep,
  SignedInStep,
  SignInFlow,
  SignInRequest,
  SignInStep,
  TotpSetupStep,
  UnknownChallengeStep,
  WebAuthnStep,
} from './sign-in-step';
export { totpUri } from './totp-uri';
