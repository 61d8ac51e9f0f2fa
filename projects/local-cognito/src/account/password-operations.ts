// Cognito's operations for passwords: a reset by code, and a change by a signed-in user.

import { accountRefusals } from '../pool/account-refusals';
import { AttemptLimit } from '../state/attempt-limit';
import { CodeSender, resetDelivery } from './code-sender';
import { refusals } from '../pool/cognito-error';
import type { JsonObject } from '../pool/json-object';
import {
  callingClient,
  requiredUsername,
  required,
  type Operation,
  type OperationGroup,
} from '../pool/operation';
import { checkPassword } from '../pool/password-policy';
import type { PoolParts } from '../state/pool-parts';
import type { PoolUser } from '../pool/pool-user';

/** ForgotPassword, ConfirmForgotPassword, ChangePassword. */
export class PasswordOperations implements OperationGroup {
  readonly operations: Readonly<Record<string, Operation>> = {
    ForgotPassword: (input) => this.forgotPassword(input),
    ConfirmForgotPassword: (input) => this.confirmForgotPassword(input),
    ChangePassword: (input) => this.changePassword(input),
  };

  private readonly sender: CodeSender;
  private readonly limit: AttemptLimit<PoolUser>;

  constructor(private readonly parts: PoolParts) {
    this.sender = new CodeSender(parts);
    this.limit = new AttemptLimit(parts.clock, new WeakMap());
  }

  private forgotPassword(input: JsonObject): object {
    callingClient(input, this.parts.settings);
    const name = requiredUsername(input);
    const user = this.parts.users.find(name);
    const hides = this.parts.settings.value.preventUserExistenceErrors;
    if (user === undefined || (user.disabled && hides)) {
      return { CodeDeliveryDetails: this.sender.pretend(name, 'reset') };
    }
    if (user.disabled) {
      throw refusals.userDisabled();
    }
    if (user.status === 'FORCE_CHANGE_PASSWORD') {
      throw accountRefusals.cannotReset();
    }
    const delivery = resetDelivery(user);
    if (delivery === undefined) {
      throw accountRefusals.noContact();
    }
    return { CodeDeliveryDetails: this.sender.send(user, 'reset', delivery) };
  }

  /** Not confirmed: whether the service checks the code or the new password first. */
  private confirmForgotPassword(input: JsonObject): object {
    callingClient(input, this.parts.settings);
    const name = requiredUsername(input);
    const code = required(input, 'ConfirmationCode');
    const password = required(input, 'Password');
    const { users, codes, settings, attempts } = this.parts;
    const user = users.find(name);
    if (user === undefined && !settings.value.preventUserExistenceErrors) {
      throw refusals.unknownUser();
    }
    codes.check(user?.username ?? name, 'reset', code);
    if (user === undefined) {
      throw accountRefusals.codeMismatch();
    }
    checkPassword(password, settings.value.passwordPolicy);
    codes.forget(user.username, 'reset');
    user.password = password;
    user.status = 'CONFIRMED';
    attempts.succeed(user.username);
    return {};
  }

  /** A change of password revokes no session. */
  private async changePassword(input: JsonObject): Promise<object> {
    const { accessTokens, settings } = this.parts;
    const { user } = await accessTokens.authenticate(required(input, 'AccessToken'));
    const proposed = required(input, 'ProposedPassword');
    this.limit.check(user);
    if (user.password !== null && input.text('PreviousPassword') !== user.password) {
      this.limit.fail(user);
      throw refusals.wrongPassword();
    }
    this.limit.succeed(user);
    checkPassword(proposed, settings.value.passwordPolicy);
    user.password = proposed;
    return {};
  }
}
