// The second factors that Cognito names in its answers about a user.

import type { MfaType } from './sign-in-step';

/** Takes the enabled second factors out of an answer, under the names of this library. */
export function enabledMfa(answer: {
  readonly UserMFASettingList?: string[] | undefined;
  readonly PreferredMfaSetting?: string | undefined;
}): { readonly mfaTypes: readonly MfaType[]; readonly preferredMfa: MfaType | undefined } {
  return {
    mfaTypes: (answer.UserMFASettingList ?? []) as MfaType[],
    preferredMfa: answer.PreferredMfaSetting as MfaType | undefined,
  };
}
