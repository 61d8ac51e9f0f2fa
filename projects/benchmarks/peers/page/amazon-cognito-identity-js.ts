/* eslint-disable @typescript-eslint/no-deprecated -- the whole package is; that is why people move from it */
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';
import { PASSWORD, poolSettings, USERNAME } from './peer';

const { endpoint, userPoolId, clientId } = await poolSettings();
const Pool = new CognitoUserPool({ UserPoolId: userPoolId, ClientId: clientId, endpoint });

window.peer = {
  signIn: () => {
    const user = new CognitoUser({ Username: USERNAME, Pool });
    user.setAuthenticationFlowType('USER_PASSWORD_AUTH');
    const details = new AuthenticationDetails({ Username: USERNAME, Password: PASSWORD });
    return new Promise((resolve, onFailure) =>
      user.authenticateUser(details, { onSuccess: () => resolve(), onFailure }),
    );
  },
  token: () => {
    const user = Pool.getCurrentUser();
    if (!user) return Promise.resolve(null);
    return new Promise((resolve, reject) =>
      user.getSession(
        (error: Error | null, session: { getIdToken(): { getJwtToken(): string } } | null) => {
          if (error) reject(error);
          else resolve(session?.getIdToken().getJwtToken() ?? null);
        },
      ),
    );
  },
  // As its documentation does it, without the callback that waits for a revocation.
  signOut: () => {
    Pool.getCurrentUser()?.signOut();
    return Promise.resolve();
  },
};
