import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { SessionService } from 'ngx-cognito-session';
import { SignInError, type SignInErrorCode, SignInService } from 'ngx-cognito-session/sign-in';
import { firstValueFrom } from 'rxjs';
import { EmulatorReach } from './emulator-reach';

const EXPLANATIONS: Readonly<Partial<Record<SignInErrorCode, string>>> = {
  WRONG_CREDENTIALS: 'User name or password is wrong.',
  TOO_MANY_ATTEMPTS: 'Too many tries. Wait a moment.',
  UNAVAILABLE: 'The user pool cannot be reached. Try again in a moment.',
};

/** The sign-in form; comes with its own chunk, as does the AWS SDK. */
@Component({
  selector: 'demo-sign-in-page',
  templateUrl: './sign-in-page.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SignInPage {
  protected readonly session = inject(SessionService);
  protected readonly busy = signal(false);
  protected readonly error = signal('');
  readonly #signIn = inject(SignInService);
  readonly #reach = inject(EmulatorReach);

  protected async submit(event: Event, username: string, password: string): Promise<void> {
    event.preventDefault();
    if (this.busy()) return;
    this.busy.set(true);
    this.error.set('');
    try {
      const step = await firstValueFrom(
        this.#signIn.signIn({ username, password, flow: 'USER_PASSWORD_AUTH' }),
      );
      if (step.status === 'signed-in') await this.session.returnToApp();
      else this.error.set(`The pool wants something more: ${step.challenge}.`);
    } catch (error) {
      this.error.set(explain(error));
      this.#reach.check();
    } finally {
      this.busy.set(false);
    }
  }

  protected fill(form: HTMLFormElement, username: string): void {
    for (const [name, value] of Object.entries({ username, password: 'Passw0rd!' })) {
      const field = form.elements.namedItem(name);
      if (field instanceof HTMLInputElement) field.value = value;
    }
  }
}

function explain(error: unknown): string {
  if (!(error instanceof SignInError)) return String(error);
  return EXPLANATIONS[error.code] ?? error.message;
}
