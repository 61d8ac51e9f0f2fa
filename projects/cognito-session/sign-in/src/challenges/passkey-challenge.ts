// WEB_AUTHN: the user signs in with a passkey, in the browser's dialog.

import { newSignInError } from '../sign-in-error';
import type { WebAuthnStep } from '../sign-in-step';
import { usePasskey } from '../web-authn';
import { buildOneCallStep, type ResponseTo } from './build-step';
import type { ChallengeBuilder } from './challenge-builder';
import { objectIn } from './json-parameters';

export const passkeyChallenge: ChallengeBuilder<'WEB_AUTHN'> = (context, name) => {
  const { CREDENTIAL_REQUEST_OPTIONS: json } = context.parameters;
  const options = objectIn(json) as WebAuthnStep['options'];
  if (!options.challenge) {
    throw newSignInError('UNAVAILABLE', 'CREDENTIAL_REQUEST_OPTIONS has no challenge');
  }
  return buildOneCallStep(
    context,
    name,
    { options },
    async ({ credential, signal }: ResponseTo<WebAuthnStep>) => {
      if (credential !== undefined) return { CREDENTIAL: JSON.stringify(credential) };
      const used = await usePasskey(options, signal);
      context.attempt.passkey = { rpId: options.rpId, userId: used.response['userHandle'] };
      return { CREDENTIAL: JSON.stringify(used) };
    },
  );
};
