// Cognito's operations for a new account: sign-up, confirmation and another code. SignUp runs the
// pre sign-up trigger.

import { accountRefusals } from '../pool/account-refusals';
import type { ResolvedAppClient } from '../pool/app-client';
import { CodeSender, signUpDelivery } from './code-sender';
import { refusals } from '../pool/cognito-error';
import type { JsonObject } from '../pool/json-object';
import {
  callingClient,
  requiredUsername,
  required,
  type CallOrigin,
  type Operation,
  type OperationGroup,
} from '../pool/operation';
import { checkPassword } from '../pool/password-policy';
import type { PoolParts } from '../state/pool-parts';
import { PoolUser } from '../pool/pool-user';
import type { SignInProgress } from '../state/sign-in-progress';
import { runTrigger } from '../pool/triggers';
import {
  checkAliasIsFree,
  checkWritable,
  readAttributes,
  verifiable,
  verify,
} from './user-attributes';

/** SignUp, ConfirmSignUp, ResendConfirmationCode. */
export class SignUpOperations implements OperationGroup {
  readonly operations: Readonly<Record<string, Operation>> = {
    SignUp: (input, origin) => this.signUp(input, origin),
    ConfirmSignUp: (input, origin) => this.confirmSignUp(input, origin),
    ResendConfirmationCode: (input) => this.resendConfirmationCode(input),
  };

  private readonly sender: CodeSender;

  constructor(private readonly parts: PoolParts) {
    this.sender = new CodeSender(parts);
  }

  private async signUp(input: JsonObject, origin: CallOrigin): Promise<object> {
    const client = callingClient(input, this.parts.settings);
    const username = requiredUsername(input);
    if (!this.parts.settings.value.selfSignUp) {
      throw accountRefusals.signUpClosed();
    }
    const attributes = readAttributes(input, 'UserAttributes');
    this.checkUsername(username);
    const password = this.readPassword(input, client);
    checkWritable(attributes);
    this.checkRequired(attributes);
    const decision = await this.askTrigger(input, username, attributes);
    // Checked again: another sign-up may have taken the name while the trigger ran.
    this.checkUsername(username);
    const { autoConfirmUser = false, autoVerifyEmail, autoVerifyPhone } = decision;
    const user = this.addUser(username, password, attributes, autoConfirmUser);
    const verified = { email: autoVerifyEmail, phone_number: autoVerifyPhone };
    for (const attribute of verifiable) {
      if (autoConfirmUser && verified[attribute] === true && attributes.has(attribute)) {
        verify(this.parts.users, user, attribute);
      }
    }
    return {
      UserConfirmed: autoConfirmUser,
      UserSub: user.sub,
      ...(autoConfirmUser ? {} : this.sendCode(user)),
      ...this.session(
        client,
        origin,
        username,
        autoConfirmUser ? 'AUTO_SIGN_IN' : 'CONFIRM_SIGN_UP',
      ),
    };
  }

  /**
   * The answer has a session even if the call has none: Amplify sends none and signs in with the
   * one it gets. Not confirmed: whether an expired session fails the call. Here it does not,
   * because the mail may arrive late.
   */
  private confirmSignUp(input: JsonObject, origin: CallOrigin): object {
    const client = callingClient(input, this.parts.settings);
    const name = requiredUsername(input);
    const code = required(input, 'ConfirmationCode');
    const user = this.parts.users.find(name);
    if (user === undefined) {
      throw this.unknownUser(name, code);
    }
    if (user.status !== 'UNCONFIRMED') {
      throw accountRefusals.alreadyConfirmed(user.status);
    }
    this.checkSession(input.text('Session'), user);
    this.parts.codes.check(user.username, 'sign-up', code);
    const attribute = signUpDelivery(user)?.attribute;
    if (attribute !== undefined) {
      if (input.flag('ForceAliasCreation') !== true) {
        checkAliasIsFree(this.parts.users, user, attribute);
      }
      verify(this.parts.users, user, attribute);
    }
    this.parts.codes.forget(user.username, 'sign-up');
    user.status = 'CONFIRMED';
    this.parts.authSessions.end(input.text('Session') ?? '');
    return this.session(client, origin, user.username, 'AUTO_SIGN_IN');
  }

  private resendConfirmationCode(input: JsonObject): object {
    callingClient(input, this.parts.settings);
    const name = requiredUsername(input);
    const user = this.parts.users.find(name);
    if (user === undefined) {
      return { CodeDeliveryDetails: this.sender.pretend(name, 'sign-up') };
    }
    if (user.status !== 'UNCONFIRMED') {
      throw accountRefusals.nothingToResend();
    }
    return this.sendCode(user);
  }

  /** A pool with the alias `email` refuses an address as a user name. */
  private checkUsername(username: string): void {
    const aliases = this.parts.settings.value.usernameAliases;
    if (aliases.includes('email') && username.includes('@')) {
      throw accountRefusals.usernameLooksLike('email', 'email');
    }
    if (aliases.includes('phone_number') && /^\+\d+$/.test(username)) {
      throw accountRefusals.usernameLooksLike('phone number', 'phone number');
    }
    if (this.parts.users.find(username) !== undefined) {
      throw accountRefusals.usernameExists();
    }
  }

  /** The user needs no password if USER_AUTH offers another first factor. */
  private readPassword(input: JsonObject, { authFlows }: ResolvedAppClient): string | null {
    const { passwordPolicy, choiceFactors } = this.parts.settings.value;
    const password = input.text('Password') ?? null;
    if (password !== null) {
      checkPassword(password, passwordPolicy);
    } else if (
      !authFlows.includes('USER_AUTH') ||
      choiceFactors.every((factor) => factor === 'PASSWORD')
    ) {
      throw refusals.missingMember('password');
    }
    return password;
  }

  private checkRequired(attributes: ReadonlyMap<string, string>): void {
    const { requiredAttributes } = this.parts.settings.value;
    const missing = requiredAttributes.filter((name) => (attributes.get(name) ?? '') === '');
    if (missing.length > 0) {
      throw accountRefusals.attributesMissing(missing);
    }
  }

  private askTrigger(input: JsonObject, username: string, attributes: Map<string, string>) {
    return runTrigger('PreSignUp', this.parts.settings.value.triggers.preSignUp, username, {
      userAttributes: Object.fromEntries(attributes),
      validationData: Object.fromEntries(readAttributes(input, 'ValidationData')),
      clientMetadata: input.texts('ClientMetadata'),
    });
  }

  private addUser(
    username: string,
    password: string | null,
    given: ReadonlyMap<string, string>,
    confirmed: boolean,
  ): PoolUser {
    const unverified = verifiable
      .filter((attribute) => given.has(attribute))
      .map((attribute) => [`${attribute}_verified`, 'false']);
    const attributes = Object.fromEntries([...given, ...unverified]) as Record<string, string>;
    const status = confirmed ? 'CONFIRMED' : 'UNCONFIRMED';
    const user = new PoolUser({
      username,
      password,
      attributes,
      status,
      createdAt: this.parts.clock.now(),
    });
    this.parts.users.add(user);
    return user;
  }

  private sendCode(user: PoolUser): object {
    const delivery = signUpDelivery(user);
    return delivery === undefined
      ? {}
      : { CodeDeliveryDetails: this.sender.send(user, 'sign-up', delivery) };
  }

  /**
   * `Session` of the answer, with which USER_AUTH can continue; absent if the client does not have
   * that flow.
   */
  private session(
    { clientId, authFlows }: ResolvedAppClient,
    origin: CallOrigin,
    username: string,
    awaits: 'CONFIRM_SIGN_UP' | 'AUTO_SIGN_IN',
  ): object {
    const about = { clientId, origin, clientMetadata: {} };
    const progress: SignInProgress = { username, awaits, flow: 'USER_AUTH', ...about };
    return authFlows.includes('USER_AUTH')
      ? { Session: this.parts.authSessions.start(progress) }
      : {};
  }

  /** Refuses the session of another user or of another step. */
  private checkSession(session: string | undefined, user: PoolUser): void {
    const begun = session === undefined ? null : this.progressOf(session);
    if (
      begun !== null &&
      (begun.awaits !== 'CONFIRM_SIGN_UP' || begun.username !== user.username)
    ) {
      throw refusals.invalidSession();
    }
  }

  private progressOf(session: string): SignInProgress | null {
    try {
      return this.parts.authSessions.find(session);
    } catch {
      return null;
    }
  }

  /** The same error as for a user whose code is wrong, or who has requested none. */
  private unknownUser(name: string, code: string): Error {
    if (!this.parts.settings.value.preventUserExistenceErrors) {
      return refusals.unknownUser();
    }
    this.parts.codes.check(name, 'sign-up', code);
    return accountRefusals.codeMismatch();
  }
}
