// The page of the comparison that signs in, reads the token and signs out with aws-amplify.

import { Amplify } from 'aws-amplify';
import { fetchAuthSession, signIn, signOut } from 'aws-amplify/auth';
import { PASSWORD, poolSettings, USERNAME } from './peer';

const { endpoint, userPoolId, clientId } = await poolSettings();
Amplify.configure({
  Auth: {
    Cognito: { userPoolId, userPoolClientId: clientId, userPoolEndpoint: endpoint },
  },
});

window.peer = {
  signIn: async () => {
    await signIn({
      username: USERNAME,
      password: PASSWORD,
      options: { authFlowType: 'USER_PASSWORD_AUTH' },
    });
  },
  token: async () => (await fetchAuthSession()).tokens?.idToken?.toString() ?? null,
  signOut: () => signOut(),
};
