// The challenges a form answers: what it must show, and what its answer becomes on the way to Cognito.

import type { AuthAnswer, AuthExchange, Texts } from './auth-exchange';
import { signInErrorOf } from './sign-in-error';
import type {
  ChallengeResponse,
  ChallengeStep,
  CodeStep,
  CustomChallengeStep,
  EmailSetupStep,
  FirstFactor,
  MfaType,
  NewPasswordStep,
  PasswordStep,
  SelectChallengeStep,
  SelectMfaTypeStep,
  SignInStep,
  TotpSetupStep,
  UnknownChallengeStep,
  WebAuthnStep,
} from './sign-in-step';
import { totpUri } from './totp-uri';
import { usePasskey } from './web-authn';

type ResponseTo<Step extends ChallengeStep> = Parameters<Step['respond']>[0];

/** The step for a challenge that does not answer itself. */
export async function challengeStep(talk: AuthExchange, answer: AuthAnswer): Promise<SignInStep> {
  const { ChallengeName: name = '', ChallengeParameters: parameters = {}, Session } = answer;
  /** What all steps have; `reply` makes the next step of the form's answer. */
  const ask = <Name extends string, Response>(
    challenge: Name,
    reply: (response: Response) => Promise<SignInStep>,
  ) => ({
    status: 'challenge' as const,
    challenge,
    parameters,
    respond: (response: Response) => talk.run(() => reply(response)),
  });
  /** A step whose answer is one call. */
  const askFor = <Name extends string, Response extends ChallengeResponse>(
    challenge: Name,
    responses: (response: Response) => Texts | Promise<Texts>,
  ) =>
    ask(challenge, async (response: Response) =>
      talk.respond(answer, await responses(response), response.clientMetadata),
    );
  const askPassword = (challenge: PasswordStep['challenge'], chosen: Texts): PasswordStep =>
    askFor(challenge, ({ password }: ResponseTo<PasswordStep>) => {
      talk.password = password;
      return { ...chosen, ...talk.proof(challenge) };
    });
  const setUp = async (mfaType: string | undefined): Promise<TotpSetupStep | EmailSetupStep> => {
    if (mfaType === 'EMAIL_OTP') {
      const step = askFor('MFA_SETUP', ({ email }: ResponseTo<EmailSetupStep>) => ({
        EMAIL: email,
      }));
      return { ...step, mfaType };
    }
    const associated = await talk.pool.call('AssociateSoftwareToken', { Session });
    const secret = associated.SecretCode ?? '';
    let verified: { Session?: string | undefined } | undefined;
    const reply = async (response: ResponseTo<TotpSetupStep>): Promise<SignInStep> => {
      // Verified once is enough: when the answer after it is lost, only that is sent again.
      verified ??= await talk.pool.call('VerifySoftwareToken', {
        Session: associated.Session,
        UserCode: digits(response.code),
        FriendlyDeviceName: response.deviceName,
      });
      return talk.respond({ ...answer, ...verified }, {}, response.clientMetadata);
    };
    const uri = totpUri({ secret, account: talk.username, issuer: talk.request.totpIssuer });
    return { ...ask('MFA_SETUP', reply), mfaType: 'SOFTWARE_TOKEN_MFA', secret, uri };
  };

  if (name === 'SELECT_CHALLENGE') {
    const reply = async (response: ResponseTo<SelectChallengeStep>): Promise<SignInStep> => {
      const { answer: ANSWER, password, clientMetadata } = response;
      talk.password = password ?? talk.password;
      if ((ANSWER === 'PASSWORD' || ANSWER === 'PASSWORD_SRP') && !talk.password) {
        return askPassword(ANSWER, { ANSWER });
      }
      return talk.respond(answer, { ANSWER, ...talk.proof(ANSWER) }, clientMetadata);
    };
    const availableChallenges = (answer.AvailableChallenges ?? []) as FirstFactor[];
    return { ...ask(name, reply), availableChallenges };
  }
  if (name === 'PASSWORD' || name === 'PASSWORD_SRP') {
    return talk.password ? talk.respond(answer, talk.proof(name)) : askPassword(name, {});
  }
  talk.password = undefined;
  switch (name) {
    case 'NEW_PASSWORD_REQUIRED': {
      const prefix = 'userAttributes.';
      const step = askFor(name, ({ newPassword, attributes }: ResponseTo<NewPasswordStep>) => ({
        NEW_PASSWORD: newPassword,
        ...Object.fromEntries(
          Object.entries(attributes ?? {}).map(([key, value]) => [prefix + key, value]),
        ),
      }));
      const required = parsed<string[]>(parameters['requiredAttributes'], []);
      const requiredAttributes = required.map((key) => key.replace(prefix, ''));
      return {
        ...step,
        requiredAttributes,
        attributes: parsed<Texts>(parameters['userAttributes'], {}),
      };
    }
    case 'SMS_MFA':
    case 'SOFTWARE_TOKEN_MFA':
    case 'EMAIL_OTP':
    case 'SMS_OTP':
      return {
        ...askFor(name, ({ code }: ResponseTo<CodeStep>) => ({
          [`${name}_CODE`]: digits(code),
        })),
        destination: parameters['CODE_DELIVERY_DESTINATION'],
        medium: parameters['CODE_DELIVERY_DELIVERY_MEDIUM'] ?? parameters['CODE_DELIVERY_MEDIUM'],
        deviceName: parameters['FRIENDLY_DEVICE_NAME'],
      };
    case 'SELECT_MFA_TYPE':
      return {
        ...askFor(name, ({ mfaType }: ResponseTo<SelectMfaTypeStep>) => ({ ANSWER: mfaType })),
        mfaTypes: parsed<MfaType[]>(parameters['MFAS_CAN_CHOOSE'], []),
      };
    case 'MFA_SETUP': {
      const mfaTypes = parsed<MfaType[]>(parameters['MFAS_CAN_SETUP'], []).filter((type) =>
        /^(SOFTWARE_TOKEN_MFA|EMAIL_OTP)$/.test(type),
      );
      if (mfaTypes.length === 1) return setUp(mfaTypes[0]);
      if (mfaTypes.length === 0) break;
      const reply = ({ mfaType }: { mfaType: MfaType }) => setUp(mfaType);
      return { ...ask(name, reply), mfaType: undefined, mfaTypes };
    }
    case 'WEB_AUTHN': {
      const options = parsed<PublicKeyCredentialRequestOptionsJSON | undefined>(
        parameters['CREDENTIAL_REQUEST_OPTIONS'],
        undefined,
      );
      if (!options) throw signInErrorOf('UNAVAILABLE');
      const step = askFor(name, async ({ credential, signal }: ResponseTo<WebAuthnStep>) => ({
        CREDENTIAL: JSON.stringify(credential ?? (await usePasskey(options, signal))),
      }));
      return { ...step, options };
    }
    case 'CUSTOM_CHALLENGE':
      return askFor(name, (response: ResponseTo<CustomChallengeStep>) => ({
        ANSWER: response.answer,
      }));
  }
  const step = askFor('UNKNOWN', ({ responses }: ResponseTo<UnknownChallengeStep>) => ({
    ...responses,
  }));
  return { ...step, name, session: Session };
}

/** Codes are shown in groups and pasted with what surrounds them. */
function digits(code: string): string {
  return code.replace(/\s/g, '');
}

/** JSON inside the parameters; what cannot be read counts as missing. */
function parsed<T>(json: string | undefined, missing: T): T {
  try {
    return (JSON.parse(json ?? '') as T) ?? missing;
  } catch {
    return missing;
  }
}
