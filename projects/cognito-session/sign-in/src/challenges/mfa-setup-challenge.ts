// MFA_SETUP: the user sets up a second factor, an authenticator app or an e-mail address.

import { normalizeCode } from '../normalize-code';
import { newSignInError } from '../sign-in-error';
import type {
  EmailSetupStep,
  MfaSetupChoiceStep,
  SetupMfaType,
  SignInStep,
  TotpSetupStep,
} from '../sign-in-step';
import { totpUri } from '../totp-uri';
import { buildOneCallStep, buildStep, type ResponseTo } from './build-step';
import type { ChallengeBuilder, ChallengeContext } from './challenge-builder';
import { stringsIn } from './json-parameters';
import { unknownChallenge } from './unknown-challenge';

const NAME = 'MFA_SETUP';

export const mfaSetupChallenge: ChallengeBuilder<'MFA_SETUP'> = (context, name) => {
  const { parameters, choice } = context;
  const mfaTypes = stringsIn<SetupMfaType>(parameters['MFAS_CAN_SETUP']).filter((type) =>
    ['EMAIL_OTP', 'SOFTWARE_TOKEN_MFA'].includes(type),
  );
  const [first, ...others] = mfaTypes;
  const chosen = choice ?? (others.length === 0 ? first : undefined);
  if (chosen) return setUp(context, chosen);
  if (!first) return unknownChallenge(context, name);
  return buildStep(
    context,
    name,
    { mfaType: undefined, mfaTypes },
    ({ mfaType }: ResponseTo<MfaSetupChoiceStep>) => setUp(context, mfaType),
  );
};

async function setUp(context: ChallengeContext, mfaType: string): Promise<SignInStep> {
  return mfaType === 'EMAIL_OTP' ? emailSetUp(context, mfaType) : totpSetUp(context);
}

function emailSetUp(context: ChallengeContext, mfaType: 'EMAIL_OTP'): EmailSetupStep {
  return buildOneCallStep(
    { ...context, choice: mfaType },
    NAME,
    { mfaType },
    ({ email }: ResponseTo<EmailSetupStep>) => ({ EMAIL: email }),
  );
}

async function totpSetUp(context: ChallengeContext): Promise<TotpSetupStep> {
  const { attempt, answer } = context;
  const { pool, request } = attempt;
  const mfaType = 'SOFTWARE_TOKEN_MFA';
  const associated = await pool.call('AssociateSoftwareToken', { Session: answer.Session });
  const secret = associated.SecretCode;
  if (!secret) throw newSignInError('UNAVAILABLE', 'the answer has no SecretCode');
  // A suspended step leaves out the secret, which outlives the sign-in: resumed, it asks for
  // another.
  const latest = {
    ...context,
    choice: mfaType,
    answer: { ...answer, Session: associated.Session },
  };
  let isVerified = false;
  const reply = async (response: ResponseTo<TotpSetupStep>): Promise<SignInStep> => {
    // Cognito takes a code once: if only the answer after that is lost, only that call is repeated.
    if (!isVerified) {
      const { Status, Session } = await pool.call('VerifySoftwareToken', {
        Session: associated.Session,
        UserCode: normalizeCode(response.code),
        FriendlyDeviceName: response.deviceName,
      });
      latest.answer = { ...answer, Session: Session ?? associated.Session };
      if (Status !== 'SUCCESS') {
        throw newSignInError('WRONG_CODE', `VerifySoftwareToken answered ${Status}`);
      }
      isVerified = true;
    }
    return attempt.respond(latest.answer, {}, response.clientMetadata);
  };
  const uri = totpUri({ secret, account: request.username, issuer: request.totpIssuer });
  return buildStep(latest, NAME, { mfaType, secret, uri } as const, reply);
}
