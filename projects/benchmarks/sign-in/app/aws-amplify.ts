// aws-amplify as its documentation signs in and out.

import { Amplify } from 'aws-amplify';
import { signIn, signOut } from 'aws-amplify/auth';
import type { InjectAccount } from './account';

export const injectAccount: InjectAccount = ({ endpoint, userPoolId, clientId }) => {
  const Cognito = { userPoolId, userPoolClientId: clientId, userPoolEndpoint: endpoint };
  Amplify.configure({ Auth: { Cognito } });
  return {
    signIn: async (username, password) => {
      const { nextStep } = await signIn({ username, password });
      if (nextStep.signInStep !== 'DONE')
        throw new Error(`not expected here: ${nextStep.signInStep}`);
    },
    signOut: () => signOut(),
  };
};
