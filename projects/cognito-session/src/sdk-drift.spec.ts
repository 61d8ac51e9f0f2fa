// Compares the installed AWS SDK with the library's lists. If a new version of the SDK has a new
// operation, challenge, flow, factor or exception, the test for it fails by its name until a
// developer decides how to handle it.

import * as sdk from '@aws-sdk/client-cognito-identity-provider';
import type { ChallengeStep, SignInFlow } from '../sign-in/src/sign-in-step';
import { toSignInError } from '../sign-in/src/sign-in-error';
import { CognitoServiceError } from './core/cognito/cognito-service-error';
import { COGNITO_CALLS } from '../test/support/cognito-calls';
import * as catalogue from '../test/support/sdk-catalogue';
import { EXCEPTIONS } from '../test/support/sdk-exceptions';
import { browserOperations, documentedNames, exceptionNames } from '../test/support/sdk-model';

const operations = browserOperations();

/** A list of the SDK, and the library's decision on each of its names. */
interface Compared {
  readonly list: string;
  readonly names: readonly string[];
  readonly catalogue: Readonly<Record<string, unknown>>;
}

const COMPARED: readonly Compared[] = [
  {
    list: 'operation of a browser',
    names: operations.map(({ name }) => name),
    catalogue: catalogue.OPERATIONS,
  },
  {
    list: 'ChallengeNameType',
    names: Object.values(sdk.ChallengeNameType),
    catalogue: catalogue.CHALLENGES,
  },
  { list: 'AuthFlowType', names: Object.values(sdk.AuthFlowType), catalogue: catalogue.FLOWS },
  {
    list: 'AuthFactorType',
    names: Object.values(sdk.AuthFactorType),
    catalogue: catalogue.FACTORS,
  },
  {
    list: 'member of SetUserMFAPreference',
    names: operations.find(({ name }) => name === 'SetUserMFAPreference')?.members ?? [],
    catalogue: catalogue.MFA_SETTINGS,
  },
  {
    list: 'name documented for AuthParameters',
    names: documentedNames('InitiateAuthRequest', 'AuthParameters'),
    catalogue: catalogue.AUTH_PARAMETERS,
  },
  {
    list: 'name documented for ChallengeResponses',
    names: documentedNames('RespondToAuthChallengeRequest', 'ChallengeResponses'),
    catalogue: catalogue.CHALLENGE_RESPONSES,
  },
  { list: 'exception', names: exceptionNames(), catalogue: EXCEPTIONS },
];

/** The names that are on one side only. */
function driftOf({ list, names, catalogue: known }: Compared): readonly string[] {
  return [
    ...names
      .filter((name) => !Object.hasOwn(known, name))
      .map((name) => `${list} ${name} is new in the SDK: say what the library does with it`),
    ...Object.keys(known)
      .filter((name) => !names.includes(name))
      .map((name) => `${list} ${name} is no longer in the SDK`),
  ];
}

const knownIn = (names: catalogue.Catalogue): readonly string[] =>
  Object.keys(names)
    .filter((name) => names[name] === 'known')
    .sort();

describe('the installed AWS SDK', () => {
  it.each(COMPARED)('has no $list without a decision', (compared) => {
    expect(compared.names.length).toBeGreaterThan(4);
    expect(driftOf(compared)).toEqual([]);
  });

  it.each(COMPARED)('would be caught with a $list that is new, or gone', (compared) => {
    const [gone = '', ...rest] = compared.names;
    const drift = driftOf({ ...compared, names: [...rest, 'INVENTED'] });
    expect(drift).toEqual([
      `${compared.list} INVENTED is new in the SDK: say what the library does with it`,
      `${compared.list} ${gone} is no longer in the SDK`,
    ]);
  });

  it('says why a name is left out', () => {
    const reasons = COMPARED.flatMap((compared) => Object.values(compared.catalogue))
      .filter((standing) => typeof standing === 'object')
      .map((standing) => JSON.stringify(standing));
    expect(reasons.length).toBeGreaterThan(10);
    expect(reasons.filter((reason) => !/^\{"(not|later)":"\S+ .+"\}$/.test(reason))).toEqual([]);
  });
});

describe('each known name', () => {
  it('of an operation is one that the gateways send', () => {
    expect(knownIn(catalogue.OPERATIONS)).toEqual(Object.keys(COGNITO_CALLS).sort());
  });

  it('of a flow is one that a form can choose', () => {
    const flows: Record<SignInFlow, true> = {
      CUSTOM_AUTH: true,
      USER_AUTH: true,
      USER_PASSWORD_AUTH: true,
      USER_SRP_AUTH: true,
    };
    expect(knownIn(catalogue.FLOWS)).toEqual(Object.keys(flows));
  });

  it('of a challenge is one for a form, or one that a sign-in answers by itself', () => {
    const asked: Record<Exclude<ChallengeStep['challenge'], 'UNKNOWN'>, true> = {
      CUSTOM_CHALLENGE: true,
      EMAIL_OTP: true,
      MFA_SETUP: true,
      NEW_PASSWORD_REQUIRED: true,
      PASSWORD: true,
      PASSWORD_SRP: true,
      SELECT_CHALLENGE: true,
      SELECT_MFA_TYPE: true,
      SMS_MFA: true,
      SMS_OTP: true,
      SOFTWARE_TOKEN_MFA: true,
      WEB_AUTHN: true,
    };
    const answered = ['DEVICE_PASSWORD_VERIFIER', 'DEVICE_SRP_AUTH', 'PASSWORD_VERIFIER'];
    expect(knownIn(catalogue.CHALLENGES)).toEqual([...Object.keys(asked), ...answered].sort());
  });

  it.each(Object.entries(EXCEPTIONS).filter(([, code]) => typeof code === 'string'))(
    'of %s is that a form gets %s',
    (name, code) => {
      const status = name === 'InternalErrorException' ? 500 : 400;
      expect(toSignInError(new CognitoServiceError(name, '', status), 'InitiateAuth').code).toBe(
        code,
      );
    },
  );

  it('of an exception has a code if an operation may answer with it', () => {
    const thrown = operations
      .filter(({ name }) => Object.hasOwn(COGNITO_CALLS, name))
      .flatMap(({ exceptions }) => exceptions);
    const uncoded = [...new Set(thrown)].filter((name) => typeof EXCEPTIONS[name] !== 'string');
    expect(uncoded).toEqual(['RefreshTokenReuseException']);
  });
});
