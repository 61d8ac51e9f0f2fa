// The challenges a form answers: what it must show, and what its answer becomes on the way to Cognito.

import type { VerifySoftwareTokenCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import type { AuthAnswer, AuthExchange, Texts } from './auth-exchange';
import { newSignInError } from './sign-in-error';
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
  SetupMfaType,
  SignInRequest,
  SignInStep,
  TotpSetupStep,
  UnknownChallengeStep,
  WebAuthnStep,
} from './sign-in-step';
import { totpUri } from './totp-uri';
import { typedCode } from './typed-code';
import type { UserPool } from './user-pool';
import { usePasskey } from './web-authn';

type ResponseTo<Step extends ChallengeStep> = Parameters<Step['respond']>[0];

/**
 * The step for a challenge that does not answer itself.
 * @param choice what the user had chosen of it before the sign-in was suspended.
 */
export async function challengeStep(
  talk: AuthExchange,
  answer: AuthAnswer,
  pool: UserPool,
  request: Pick<SignInRequest, 'username' | 'totpIssuer'>,
  choice?: string,
): Promise<SignInStep> {
  const { ChallengeName: name = '', ChallengeParameters: parameters = {}, Session } = answer;
  /**
   * What all steps have, with what this one shows; `reply` makes the next step of the form's answer.
   * @param chosen what the user has chosen to come here, which a suspended sign-in must know.
   */
  const ask = <Name extends string, Response, Shown extends object>(
    challenge: Name,
    shown: Shown,
    reply: (response: Response) => Promise<SignInStep>,
    chosen?: string,
    current = (): AuthAnswer => answer,
  ) =>
    Object.assign(shown, {
      status: 'challenge' as const,
      challenge,
      parameters,
      respond: (response: Response) => talk.run(() => reply(response)),
      suspend: () => talk.suspend(current(), chosen),
    });
  /** A step whose answer is one call. */
  const askFor = <Name extends string, Response extends ChallengeResponse, Shown extends object>(
    challenge: Name,
    shown: Shown,
    responses: (response: Response) => Texts | Promise<Texts>,
    chosen?: string,
  ) =>
    ask(
      challenge,
      shown,
      async (response: Response) =>
        talk.respond(answer, await responses(response), response.clientMetadata),
      chosen,
    );
  const askPassword = (challenge: PasswordStep['challenge'], ANSWER?: FirstFactor): PasswordStep =>
    askFor(
      challenge,
      {},
      ({ password }: ResponseTo<PasswordStep>) => {
        if (!password) throw newSignInError('WRONG_CREDENTIALS', 'password is empty');
        talk.password = password;
        return { ANSWER, ...talk.proof(challenge) };
      },
      ANSWER,
    );
  const setUp = async (mfaType: string | undefined): Promise<TotpSetupStep | EmailSetupStep> => {
    if (mfaType === 'EMAIL_OTP') {
      return askFor(
        'MFA_SETUP',
        { mfaType } as const,
        ({ email }: ResponseTo<EmailSetupStep>) => ({ EMAIL: email }),
        mfaType,
      );
    }
    const associated = await pool.call('AssociateSoftwareToken', { Session });
    const secret = associated.SecretCode;
    if (!secret) throw newSignInError('UNAVAILABLE', 'the answer has no SecretCode');
    let verified: VerifySoftwareTokenCommandOutput | undefined;
    const reply = async (response: ResponseTo<TotpSetupStep>): Promise<SignInStep> => {
      // Verified once is enough: when the answer after it is lost, only that is sent again.
      if (verified?.Status !== 'SUCCESS') {
        verified = await pool.call('VerifySoftwareToken', {
          Session: associated.Session,
          UserCode: typedCode(response.code),
          FriendlyDeviceName: response.deviceName,
        });
        if (verified.Status !== 'SUCCESS')
          throw newSignInError('WRONG_CODE', `Status ${verified.Status}`);
      }
      const { clientMetadata } = response;
      return talk.respond({ ...answer, Session: verified.Session }, {}, clientMetadata);
    };
    const { username: account, totpIssuer: issuer } = request;
    const uri = totpUri({ secret, account, issuer });
    const shown = { mfaType: 'SOFTWARE_TOKEN_MFA', secret, uri } as const;
    // Suspended without its secret, which outlives the sign-in: resumed, it asks Cognito for another one.
    return ask('MFA_SETUP', shown, reply, shown.mfaType, () => ({
      ...answer,
      Session: verified?.Session ?? associated.Session,
    }));
  };

  if (name === 'SELECT_CHALLENGE') {
    if (choice === 'PASSWORD' || choice === 'PASSWORD_SRP') return askPassword(choice, choice);
    const availableChallenges = (answer.AvailableChallenges ?? []) as FirstFactor[];
    return ask(
      name,
      { availableChallenges },
      async (response: ResponseTo<SelectChallengeStep>): Promise<SignInStep> => {
        const { answer: ANSWER } = response;
        talk.password = response.password ?? talk.password;
        if ((ANSWER === 'PASSWORD' || ANSWER === 'PASSWORD_SRP') && !talk.password) {
          return askPassword(ANSWER, ANSWER);
        }
        return talk.respond(answer, { ANSWER, ...talk.proof(ANSWER) }, response.clientMetadata);
      },
    );
  }
  if (name === 'PASSWORD' || name === 'PASSWORD_SRP') {
    return talk.password ? talk.respond(answer, talk.proof(name)) : askPassword(name);
  }
  talk.password = undefined;
  switch (name) {
    case 'NEW_PASSWORD_REQUIRED': {
      const prefix = 'userAttributes.';
      const required = listIn(parameters['requiredAttributes']);
      const shown = {
        requiredAttributes: required.map((key) => key.replace(prefix, '')),
        attributes: objectIn(parameters['userAttributes']) as Record<string, string>,
      };
      return askFor(name, shown, (response: ResponseTo<NewPasswordStep>) => {
        const responses: Texts = { NEW_PASSWORD: response.newPassword };
        for (const [key, value] of Object.entries(response.attributes ?? {})) {
          responses[prefix + key] = value;
        }
        return responses;
      });
    }
    case 'SMS_MFA':
    case 'SOFTWARE_TOKEN_MFA':
    case 'EMAIL_OTP':
    case 'SMS_OTP': {
      const shown = {
        destination: parameters['CODE_DELIVERY_DESTINATION'],
        medium: parameters['CODE_DELIVERY_DELIVERY_MEDIUM'],
        deviceName: parameters['FRIENDLY_DEVICE_NAME'],
      };
      return askFor(name, shown, ({ code }: ResponseTo<CodeStep>) => ({
        [`${name}_CODE`]: typedCode(code),
      }));
    }
    case 'SELECT_MFA_TYPE': {
      const mfaTypes = listIn<MfaType>(parameters['MFAS_CAN_CHOOSE']);
      return askFor(name, { mfaTypes }, ({ mfaType }: ResponseTo<SelectMfaTypeStep>) => ({
        ANSWER: mfaType,
      }));
    }
    case 'MFA_SETUP': {
      const mfaTypes = listIn<SetupMfaType>(parameters['MFAS_CAN_SETUP']).filter((type) =>
        ['EMAIL_OTP', 'SOFTWARE_TOKEN_MFA'].includes(type),
      );
      if (choice || mfaTypes.length === 1) return setUp(choice ?? mfaTypes[0]);
      if (mfaTypes.length === 0) break;
      return ask(name, { mfaType: undefined, mfaTypes }, ({ mfaType }: { mfaType: SetupMfaType }) =>
        setUp(mfaType),
      );
    }
    case 'WEB_AUTHN': {
      const options = objectIn(
        parameters['CREDENTIAL_REQUEST_OPTIONS'],
      ) as PublicKeyCredentialRequestOptionsJSON;
      if (!options.challenge) {
        throw newSignInError('UNAVAILABLE', 'CREDENTIAL_REQUEST_OPTIONS has no challenge');
      }
      return askFor(name, { options }, async (response: ResponseTo<WebAuthnStep>) => {
        const given = response.credential;
        if (given !== undefined) return { CREDENTIAL: JSON.stringify(given) };
        const credential = await usePasskey(options, response.signal);
        talk.passkey = { rpId: options.rpId, userId: credential.response['userHandle'] };
        return { CREDENTIAL: JSON.stringify(credential) };
      });
    }
    case 'CUSTOM_CHALLENGE':
      return askFor(name, {}, (response: ResponseTo<CustomChallengeStep>) => ({
        ANSWER: response.answer,
      }));
  }
  const shown = { name, session: Session };
  return askFor(
    'UNKNOWN',
    shown,
    (response: ResponseTo<UnknownChallengeStep>) => response.responses,
  );
}

/** A list of texts in JSON inside the parameters; what is none counts as empty. */
function listIn<T extends string>(json: string | undefined): T[] {
  const list = parsed(json);
  return Array.isArray(list) ? list.filter((item): item is T => typeof item === 'string') : [];
}

/** An object in JSON inside the parameters; what is none counts as empty. */
function objectIn(json: string | undefined): object {
  const value = parsed(json);
  return value && typeof value === 'object' && !Array.isArray(value) ? value : {};
}

function parsed(json = ''): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
