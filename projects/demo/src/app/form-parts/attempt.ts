// One command of a form: whether it runs, and the error that it failed with.

import { inject, signal } from '@angular/core';
import { SignInError } from 'ngx-cognito-session/sign-in';
import { firstValueFrom, type Observable } from 'rxjs';
import { EmulatorReach } from '../emulator-reach';

/** Runs one command of the library at a time. Create it where `inject` may be called. */
export class Attempt {
  readonly busy = signal(false);
  readonly error = signal<SignInError | undefined>(undefined);
  readonly #reach = inject(EmulatorReach);

  /**
   * Starts a command unless one is running. `done` gets the result and is not called after an
   * error.
   */
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
