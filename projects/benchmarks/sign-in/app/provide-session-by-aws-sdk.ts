// This library with the AWS SDK as its gateway, by choice.

import { provideCognitoSession, withGateway } from 'ngx-cognito-session';
import type { ProvideLibrary } from './account';

export const provideLibrary: ProvideLibrary = ({ endpoint, userPoolId, clientId }) => {
  const config = { endpoint, userPoolId, clientId, apis: [], onSessionEnd: 'stay' } as const;
  return [provideCognitoSession(config, withGateway('aws-sdk'))];
};
