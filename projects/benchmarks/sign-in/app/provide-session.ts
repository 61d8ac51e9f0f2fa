// This library with its defaults: it calls Cognito by `fetch`.

import { provideCognitoSession } from 'ngx-cognito-session';
import type { ProvideLibrary } from './account';

export const provideLibrary: ProvideLibrary = ({ endpoint, userPoolId, clientId }) => {
  const config = { endpoint, userPoolId, clientId, apis: [], onSessionEnd: 'stay' } as const;
  return [provideCognitoSession(config)];
};
