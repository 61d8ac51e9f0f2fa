// One button of a form at work: whether it runs, and what it failed with.

import { inject, signal } from '@angular/core';
import { SignInError } from 'ngx-cognito-session/sign-in';
import { firstValueFrom, type Observable } from 'rxjs';
import { EmulatorReach } from '../emulator-reach';

/** Runs one command of the library at a time. To be made where `inject` may be called. */
export class Attempt {
  readonly busy = signal(false);
  readonly error = signal<SignInError | undefined>(undefined);
  readonly #reach = inject(EmulatorReach);

  /** Starts a command unless one is under way; `done` gets what it led to, and is not called when it failed. */
  async run<T>(
    command: () => Observable<T>,
    done: (outcome: T) => unknown = () => undefined,
  ): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    this.error.set(undefined);
    try {
      await done(await firstValueFrom(command()));
    } catch (error) {
      if (!(error instanceof SignInError)) throw error;
      this.error.set(error);
      this.#reach.check();
    } finally {
      this.busy.set(false);
    }
  }
}
