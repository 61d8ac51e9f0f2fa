// This library, whichever gateway the app has chosen.

import { inject } from '@angular/core';
import { SessionService } from 'ngx-cognito-session';
import { SignInService } from 'ngx-cognito-session/sign-in';
import { firstValueFrom } from 'rxjs';
import type { InjectAccount } from './account';

export const injectAccount: InjectAccount = () => {
  const signInService = inject(SignInService);
  const session = inject(SessionService);
  return {
    signIn: async (username, password) => {
      const step = await firstValueFrom(signInService.signIn({ username, password }));
      if (step.status !== 'signed-in') throw new Error(`not expected here: ${step.challenge}`);
    },
    signOut: async () => {
      await firstValueFrom(session.signOut());
    },
  };
};
