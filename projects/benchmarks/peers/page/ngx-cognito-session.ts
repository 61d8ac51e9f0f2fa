// Beside the app of the browser tests, which puts its SessionService on `window`.

import type { SessionService } from 'ngx-cognito-session';
import { PASSWORD, poolSettings, USERNAME } from './peer';

const { endpoint, clientId } = await poolSettings();
const session = (): SessionService =>
  (window as unknown as { readonly session: SessionService }).session;

/** The one value that a command or getSession gives. */
function only<T>(source: { subscribe(observer: object): unknown }): Promise<T> {
  return new Promise((next, error) => source.subscribe({ next, error, complete: next }));
}

window.peer = {
  signIn: async () => {
    const answer = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-amz-json-1.1',
        'X-Amz-Target': 'AWSCognitoIdentityProviderService.InitiateAuth',
      },
      body: JSON.stringify({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: clientId,
        AuthParameters: { USERNAME, PASSWORD },
      }),
    });
    const { AuthenticationResult } = (await answer.json()) as { AuthenticationResult: object };
    await only(session().setSession(AuthenticationResult));
  },
  token: async () => {
    const found = await only<ReturnType<SessionService['session']>>(session().getSession());
    return found?.getIdToken().getJwtToken() ?? null;
  },
  signOut: () => only(session().signOut()),
};
