/* eslint-disable @typescript-eslint/no-deprecated -- the whole package is; that is why people move from it */
import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
} from 'amazon-cognito-identity-js';
import { startLocalCognito, type LocalCognito } from '../src/local-cognito';
import { RawClient } from './support/raw-client';

describe.each(['local', 'updated'] as const)(
  'unmodified amazon-cognito-identity-js, issuer %s',
  (issuer) => {
    let local: LocalCognito;
    let user: CognitoUser;

    beforeAll(async () => {
      // The client refreshes by REFRESH_TOKEN_AUTH, which the service refuses under rotation.
      local = await startLocalCognito({ rotation: false, issuer });
    });
    beforeEach(() => {
      local.reset();
      user = createUser('ana');
    });
    afterAll(() => local.stop());

    function createUser(Username: string): CognitoUser {
      const Pool = new CognitoUserPool({
        UserPoolId: local.userPoolId,
        ClientId: local.clientId,
        endpoint: local.poolUrl,
      });
      const created = new CognitoUser({ Username, Pool });
      created.setAuthenticationFlowType('USER_PASSWORD_AUTH');
      return created;
    }

    function signIn(who = user, Password = 'Passw0rd!'): Promise<CognitoUserSession> {
      const details = new AuthenticationDetails({ Username: who.getUsername(), Password });
      return new Promise((onSuccess, onFailure) =>
        who.authenticateUser(details, { onSuccess, onFailure }),
      );
    }

    function refresh(session: CognitoUserSession): Promise<CognitoUserSession> {
      return new Promise((resolve, reject) =>
        user.refreshSession(
          session.getRefreshToken(),
          (error: Error | null, refreshed: CognitoUserSession) =>
            error === null ? resolve(refreshed) : reject(error),
        ),
      );
    }

    it('signs in and holds a valid session', async () => {
      const session = await signIn();
      expect(session.isValid()).toBe(true);
      expect(session.getIdToken().payload).toMatchObject({
        'cognito:username': 'ana',
        iss: expect.stringContaining(issuer === 'local' ? 'localhost' : '//issuer-cog') as unknown,
        name: 'Ana Petrović Ђорђевић 🦊',
      });
    });

    it('gets NotAuthorizedException for a wrong password', async () => {
      await expect(signIn(user, 'wrong')).rejects.toMatchObject({
        code: 'NotAuthorizedException',
        message: 'Incorrect username or password.',
      });
    });

    it('gets NotAuthorizedException for a disabled user', async () => {
      await expect(signIn(createUser('disabled'))).rejects.toMatchObject({
        code: 'NotAuthorizedException',
        message: 'User is disabled.',
      });
    });

    it('refreshes and keeps its refresh token', async () => {
      const before = await signIn();
      const after = await refresh(before);
      expect(after.getIdToken().getJwtToken()).not.toBe(before.getIdToken().getJwtToken());
      expect(after.getRefreshToken().getToken()).toBe(before.getRefreshToken().getToken());
    });

    it('signs out by RevokeToken, after which the refresh is refused', async () => {
      const session = await signIn();
      await new Promise<void>((resolve) => user.signOut(resolve));
      expect(local.calls.at(-1)).toMatchObject({ operation: 'RevokeToken', status: 200 });
      // Refreshes without the client, which repeats a refused refresh for several seconds.
      const answer = await new RawClient(local).oldRefresh(session.getRefreshToken().getToken());
      expect(answer.body['message']).toBe('Refresh Token has been revoked');
    });

    it('signs out everywhere by GlobalSignOut', async () => {
      await signIn();
      const answer = await new Promise((onSuccess, onFailure) =>
        user.globalSignOut({ onSuccess, onFailure }),
      );
      expect(answer).toBe('SUCCESS');
    });
  },
);
