/* eslint-disable @typescript-eslint/no-deprecated -- the whole package is; that is why people move from it */
// amazon-cognito-identity-js as its README signs in and out.

import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';
import type { InjectAccount } from './account';

export const injectAccount: InjectAccount = ({ endpoint, userPoolId, clientId }) => {
  const Pool = new CognitoUserPool({ UserPoolId: userPoolId, ClientId: clientId, endpoint });
  return {
    signIn: (Username, Password) =>
      new Promise((resolve, onFailure) =>
        new CognitoUser({ Username, Pool }).authenticateUser(
          new AuthenticationDetails({ Username, Password }),
          { onSuccess: () => resolve(), onFailure },
        ),
      ),
    signOut: () => new Promise((resolve) => Pool.getCurrentUser()?.signOut(() => resolve())),
  };
};
