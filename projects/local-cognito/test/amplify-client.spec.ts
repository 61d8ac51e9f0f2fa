// Proves that unmodified aws-amplify signs in, refreshes and signs out against the emulator.

import { Amplify } from 'aws-amplify';
import { fetchAuthSession, getCurrentUser, signIn, signOut } from 'aws-amplify/auth';
import { startLocalCognito, type LocalCognito } from '../src/local-cognito';

describe.each([
  { rotation: true, issuer: 'local' },
  { rotation: false, issuer: 'original' },
  { rotation: true, issuer: 'updated' },
] as const)(
  'unmodified aws-amplify, rotation $rotation, issuer $issuer',
  ({ rotation, issuer }) => {
    let local: LocalCognito;

    beforeAll(async () => {
      local = await startLocalCognito({ rotation, issuer });
      // Amplify warns about every endpoint that does not belong to AWS.
      jest.spyOn(console, 'warn').mockImplementation(() => undefined);
      Amplify.configure({
        Auth: {
          Cognito: {
            userPoolId: local.userPoolId,
            userPoolClientId: local.clientId,
            userPoolEndpoint: local.poolUrl,
          },
        },
      });
    });
    beforeEach(() => local.reset());
    afterEach(() => signOut());
    afterAll(async () => {
      jest.restoreAllMocks();
      await local.stop();
    });

    function enter(username = 'ana', password = 'Passw0rd!') {
      return signIn({ username, password, options: { authFlowType: 'USER_PASSWORD_AUTH' } });
    }

    async function idToken(forceRefresh: boolean): Promise<string | undefined> {
      return (await fetchAuthSession({ forceRefresh })).tokens?.idToken?.toString();
    }

    it('signs in', async () => {
      expect(await enter()).toMatchObject({ isSignedIn: true });
      expect(await getCurrentUser()).toMatchObject({ username: 'ana' });
      const iss = (await fetchAuthSession()).tokens?.idToken?.payload.iss;
      expect(iss?.startsWith('https://issuer-cognito-idp.')).toBe(issuer === 'updated');
    });

    it('gets NotAuthorizedException for a wrong password', async () => {
      await expect(enter('ana', 'wrong')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    });

    it('refreshes twice in a row', async () => {
      await enter();
      const tokens = [await idToken(false), await idToken(true), await idToken(true)];
      expect(new Set(tokens).size).toBe(3);
      expect(tokens).not.toContain(undefined);
    });

    it('refreshes by itself after the tokens have expired', async () => {
      local.configure({ idTokenValiditySeconds: 1, accessTokenValiditySeconds: 1 });
      local.moveClock(-10);
      await enter();
      local.moveClock(10);
      local.clearCalls();
      await idToken(false);
      expect(local.calls).toMatchObject([{ operation: 'GetTokensFromRefreshToken', status: 200 }]);
    });

    it('signs out by RevokeToken', async () => {
      await enter();
      await signOut();
      expect(local.calls.at(-1)).toMatchObject({ operation: 'RevokeToken', status: 200 });
      expect(await idToken(false)).toBeUndefined();
    });

    it('signs out everywhere by GlobalSignOut', async () => {
      await enter();
      await signOut({ global: true });
      expect(local.calls.map(({ operation }) => operation)).toContain('GlobalSignOut');
    });
  },
);
