// The account page's form for name, e-mail address and phone number. Cognito sends a code to a
// changed address or number, and the form asks for that code.

import { ChangeDetectionStrategy, Component, inject, input, output, signal } from '@angular/core';
import { SessionService } from 'ngx-cognito-session';
import { type User, type UserAttributes, UserService } from 'ngx-cognito-session/sign-in';
import { firstValueFrom } from 'rxjs';
import { Attempt } from '../form-parts/attempt';
import { fieldText } from '../form-parts/field-text';
import { OneTimeCode } from '../form-parts/one-time-code';
import { Problem } from '../form-parts/problem';
import { sentTo } from '../form-parts/sent-to';
import { Inbox } from '../inbox/inbox';

const FIELDS = [
  { name: 'name', label: 'Name', noun: 'name', type: 'text', autocomplete: 'name' },
  {
    name: 'email',
    label: 'E-mail address',
    noun: 'e-mail address',
    type: 'email',
    autocomplete: 'email',
  },
  {
    name: 'phone_number',
    label: 'Phone number',
    noun: 'phone number',
    type: 'tel',
    autocomplete: 'tel',
  },
] as const;

/** Changes the attributes, and verifies the e-mail address and the phone number. */
@Component({
  selector: 'demo-attributes-section',
  imports: [Inbox, OneTimeCode, Problem],
  templateUrl: './attributes-section.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AttributesSection {
  readonly user = input.required<User>();
  readonly changed = output();
  protected readonly attempt = new Attempt();
  protected readonly fields = FIELDS;
  /** The attribute that waits for its code; empty for none. */
  protected readonly verifying = signal('');
  protected readonly note = signal('');
  readonly #users = inject(UserService);
  readonly #session = inject(SessionService);

  protected isUnverified(name: string): boolean {
    const { attributes } = this.user();
    return !!attributes[name] && name !== 'name' && attributes[`${name}_verified`] !== 'true';
  }

  protected save(form: HTMLFormElement): void {
    const old = this.user().attributes;
    const changes = FIELDS.map(({ name }) => [name, fieldText(form, name)] as const).filter(
      ([name, value]) => value !== (old[name] ?? ''),
    );
    const attributes: UserAttributes = Object.fromEntries(changes);
    this.note.set('');
    void this.attempt.run(
      () => this.#users.updateAttributes({ attributes }),
      async ([delivery]) => {
        this.verifying.set(delivery?.attribute ?? '');
        this.note.set(delivery ? sentTo(delivery) : 'Saved.');
        await this.#show();
      },
    );
  }

  protected sendCode(attribute: string): void {
    this.note.set('');
    void this.attempt.run(
      () => this.#users.sendVerificationCode({ attribute }),
      (delivery) => {
        this.verifying.set(attribute);
        this.note.set(sentTo(delivery));
      },
    );
  }

  protected verify(code: string): void {
    const attribute = this.verifying();
    void this.attempt.run(
      () => this.#users.verifyAttribute({ attribute, code }),
      async () => {
        this.verifying.set('');
        this.note.set('Verified.');
        await this.#show();
      },
    );
  }

  async #show(): Promise<void> {
    this.changed.emit();
    // The name in the header is a claim of the ID token, and only a refresh changes the claims.
    await firstValueFrom(this.#session.refreshSession());
  }
}
