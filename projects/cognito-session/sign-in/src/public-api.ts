// Everything the entry `ngx-cognito-session/sign-in` offers, name by name.

export { SignInError, type SignInErrorCode } from './sign-in-error';
export { SignInService } from './sign-in-service';
export type {
  ChallengeStep,
  SignedInStep,
  SignInFlow,
  SignInRequest,
  SignInStep,
} from './sign-in-step';
