// One call of every operation that the library uses, with an answer to it.

import type { CognitoOperation, CognitoOperations } from '../../src/core/cognito/cognito-gateway';

type Input<Operation extends CognitoOperation> = CognitoOperations[Operation]['input'];

const AccessToken = 'access';
const ClientId = 'client';
const Username = 'maría';
const ClientMetadata = { page: '日本' };
const UserAttributes = [{ Name: 'given_name', Value: 'María' }];
const CodeDeliveryDetails = {
  AttributeName: 'email',
  DeliveryMedium: 'EMAIL' as const,
  Destination: 'm***@e***',
};
const AuthenticationResult = {
  IdToken: 'id',
  AccessToken,
  RefreshToken: 'refresh',
  ExpiresIn: 3600,
  TokenType: 'Bearer',
};

/** By operation; the type asks for each. */
export const COGNITO_CALLS: {
  readonly [Operation in CognitoOperation]: { readonly input: Input<Operation>; answer: object };
} = {
  InitiateAuth: {
    input: {
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId,
      AuthParameters: { USERNAME: Username, PASSWORD: 'pä55 "word"' },
      ClientMetadata,
      Session: 'session-0',
    },
    answer: {
      ChallengeName: 'SELECT_CHALLENGE',
      ChallengeParameters: { USER_ID_FOR_SRP: Username, requiredAttributes: '[]' },
      AvailableChallenges: ['PASSWORD', 'WEB_AUTHN'],
      Session: 'session-1',
    },
  },
  RespondToAuthChallenge: {
    input: {
      ClientId,
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      ChallengeResponses: { USERNAME: Username, NEW_PASSWORD: 'x' },
      ClientMetadata,
      Session: 'session-1',
    },
    answer: {
      ChallengeParameters: {},
      AuthenticationResult: {
        ...AuthenticationResult,
        NewDeviceMetadata: { DeviceKey: 'eu-west-1_d1', DeviceGroupKey: '-group' },
      },
    },
  },
  GetTokensFromRefreshToken: {
    input: { ClientId, RefreshToken: 'refresh', DeviceKey: 'eu-west-1_d1', ClientMetadata },
    answer: { AuthenticationResult: { IdToken: 'id', AccessToken, ExpiresIn: 300 } },
  },
  RevokeToken: { input: { ClientId, Token: 'refresh' }, answer: {} },
  GlobalSignOut: { input: { AccessToken }, answer: {} },
  SignUp: {
    input: {
      ClientId,
      Username,
      Password: 'x',
      UserAttributes,
      ValidationData: [{ Name: 'captcha', Value: 'y' }],
      ClientMetadata,
    },
    answer: { UserConfirmed: false, UserSub: 'sub', CodeDeliveryDetails, Session: 's' },
  },
  ConfirmSignUp: {
    input: {
      ClientId,
      Username,
      ConfirmationCode: '123456',
      ForceAliasCreation: true,
      ClientMetadata,
      Session: 's',
    },
    answer: { Session: 's-2' },
  },
  ResendConfirmationCode: {
    input: { ClientId, Username, ClientMetadata },
    answer: { CodeDeliveryDetails },
  },
  ForgotPassword: {
    input: { ClientId, Username, ClientMetadata },
    answer: { CodeDeliveryDetails },
  },
  ConfirmForgotPassword: {
    input: { ClientId, Username, ConfirmationCode: '123456', Password: 'x', ClientMetadata },
    answer: {},
  },
  ChangePassword: {
    input: { AccessToken, PreviousPassword: 'x', ProposedPassword: 'y' },
    answer: {},
  },
  GetUser: {
    input: { AccessToken },
    answer: {
      Username,
      UserAttributes,
      UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
      PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
    },
  },
  UpdateUserAttributes: {
    input: { AccessToken, UserAttributes, ClientMetadata },
    answer: { CodeDeliveryDetailsList: [CodeDeliveryDetails] },
  },
  DeleteUserAttributes: {
    input: { AccessToken, UserAttributeNames: ['given_name'] },
    answer: {},
  },
  GetUserAttributeVerificationCode: {
    input: { AccessToken, AttributeName: 'email', ClientMetadata },
    answer: { CodeDeliveryDetails },
  },
  VerifyUserAttribute: {
    input: { AccessToken, AttributeName: 'email', Code: '123456' },
    answer: {},
  },
  DeleteUser: { input: { AccessToken }, answer: {} },
  AssociateSoftwareToken: {
    input: { Session: 'session-1' },
    answer: { SecretCode: 'JBSWY3DP', Session: 'session-2' },
  },
  VerifySoftwareToken: {
    input: { Session: 'session-2', UserCode: '123456', FriendlyDeviceName: 'My phone' },
    answer: { Status: 'SUCCESS', Session: 'session-3' },
  },
  SetUserMFAPreference: {
    input: {
      AccessToken,
      SMSMfaSettings: { Enabled: false },
      SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
      EmailMfaSettings: { Enabled: true, PreferredMfa: false },
    },
    answer: {},
  },
  GetUserAuthFactors: {
    input: { AccessToken },
    answer: { Username, ConfiguredUserAuthFactors: ['PASSWORD', 'WEB_AUTHN'] },
  },
  StartWebAuthnRegistration: {
    input: { AccessToken },
    answer: {
      CredentialCreationOptions: {
        challenge: 'YQ',
        rp: { id: 'localhost', name: 'pool' },
        pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
        timeout: 60_000,
      },
    },
  },
  CompleteWebAuthnRegistration: {
    input: {
      AccessToken,
      Credential: { id: 'x', response: { transports: ['usb'], publicKeyAlgorithm: -7 } },
    },
    answer: {},
  },
  ListWebAuthnCredentials: {
    input: { AccessToken, MaxResults: 10, NextToken: 'n' },
    answer: {
      Credentials: [{ CredentialId: 'x', FriendlyCredentialName: 'My key', RelyingPartyId: 'rp' }],
      NextToken: 'n-2',
    },
  },
  DeleteWebAuthnCredential: { input: { AccessToken, CredentialId: 'x' }, answer: {} },
  ConfirmDevice: {
    input: {
      AccessToken,
      DeviceKey: 'eu-west-1_d1',
      DeviceName: 'Mozilla/5.0',
      DeviceSecretVerifierConfig: { PasswordVerifier: 'YQ==', Salt: 'Yg==' },
    },
    answer: { UserConfirmationNecessary: true },
  },
  UpdateDeviceStatus: {
    input: { AccessToken, DeviceKey: 'eu-west-1_d1', DeviceRememberedStatus: 'not_remembered' },
    answer: {},
  },
  ForgetDevice: { input: { AccessToken, DeviceKey: 'eu-west-1_d1' }, answer: {} },
  GetDevice: {
    input: { AccessToken, DeviceKey: 'eu-west-1_d1' },
    answer: {
      Device: {
        DeviceKey: 'eu-west-1_d1',
        DeviceAttributes: [{ Name: 'device_status', Value: 'valid' }],
      },
    },
  },
  ListDevices: {
    input: { AccessToken, Limit: 60, PaginationToken: 'p' },
    answer: { Devices: [{ DeviceKey: 'eu-west-1_d1' }], PaginationToken: 'p-2' },
  },
  ListUserSessions: {
    input: { AccessToken, NextToken: 'n' },
    answer: {
      Sessions: [
        {
          SessionId: 'tknb8c4d0e6f2g8h4j0k6m2n8p4q',
          SessionType: 'TOKEN',
          DeviceType: 'Firefox 145 / Linux',
          LastLocation: { City: 'Sevilla', Country: 'Spain' },
          IsCurrentSession: true,
        },
      ],
      NextToken: 'n-2',
    },
  },
  RevokeUserSession: {
    input: {
      AccessToken,
      SessionId: 'tknm5k9p2q7r4s8t1v6w3x0y5z2b',
      RevokeAssociatedSessions: 'LINKED',
    },
    answer: {},
  },
};

/** Names of all operations. */
export const OPERATIONS = Object.keys(COGNITO_CALLS) as CognitoOperation[];
