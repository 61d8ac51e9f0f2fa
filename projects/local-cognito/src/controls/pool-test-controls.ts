// The test controls of one pool.

import type { LocalUser } from '../pool/local-users';
import type { SentMessage } from '../pool/message-outbox';
import type { LocalCognitoSettings } from '../pool/options';
import type { PoolState } from '../state/pool-state';

/** Inspects one pool, changes its settings and makes it fail. */
export class PoolTestControls {
  constructor(private readonly state: PoolState) {}

  get userPoolId(): string {
    return this.state.settings.value.userPoolId;
  }

  /** Of the first app client. */
  get clientId(): string {
    return this.state.settings.value.clientId;
  }

  /** The users as they are now. */
  get users(): readonly LocalUser[] {
    return this.state.users.all();
  }

  /** A copy of the messages that the pool would have sent, oldest first. */
  get messages(): readonly SentMessage[] {
    return this.state.outbox.since(0);
  }

  /** A copy of the messages with `index >= since`, oldest first. */
  messagesSince(since: number): readonly SentMessage[] {
    return this.state.outbox.since(since);
  }

  /** The API answers 401 "The incoming token has expired" to every token issued so far. */
  expireTokens(): void {
    this.state.authorizer.expireIssued();
  }

  /** From now on the API answers 401 "Unauthorized" to every token issued so far. */
  rejectTokens(): void {
    this.state.authorizer.rejectIssued();
  }

  /** Revokes the sessions of one user, or of everybody: "Refresh Token has been revoked". */
  revokeRefreshTokens(username?: string): void {
    if (username !== undefined) {
      this.state.users.get(username);
    }
    this.state.refreshTokens.revokeAll(username);
  }

  /** Sign-in and refresh answer "User is disabled."; throws a `RangeError` for an unknown name. */
  disableUser(username: string): void {
    this.state.users.setDisabled(username, true);
  }

  /** Threat protection blocks sign-ins: "Unable to login because of security reasons." */
  blockUser(username: string): void {
    this.state.users.setBlocked(username, true);
  }

  /** Undoes `blockUser`. */
  unblockUser(username: string): void {
    this.state.users.setBlocked(username, false);
  }

  /** Deletes the user as an administrator does; throws a `RangeError` for an unknown name. */
  deleteUser(username: string): void {
    const user = this.state.users.get(username);
    this.state.users.remove(user);
    this.state.refreshTokens.revokeAll(user.username);
    this.state.codes.forget(user.username);
  }

  /** Undoes `disableUser`; also enables the prepared user `disabled`. */
  enableUser(username: string): void {
    this.state.users.setDisabled(username, false);
  }

  /**
   * Changes settings for tokens, codes and challenges issued from now on; throws a `RangeError`
   * that names a wrong field.
   */
  configure(settings: LocalCognitoSettings): void {
    this.state.settings.configure(settings);
  }

  /**
   * Restores the pool's settings, users and messages as at the start. The pool forgets sessions
   * (their refresh tokens become unknown), unfinished sign-ins and lockouts; the signing keys stay.
   */
  reset(): void {
    const { settings, users, refreshTokens, issued, authorizer } = this.state;
    const { authSessions, attempts, outbox, codes, passkeys } = this.state;
    settings.reset();
    users.reset();
    refreshTokens.reset();
    issued.reset();
    authorizer.reset();
    authSessions.reset();
    attempts.reset();
    outbox.clear();
    codes.reset();
    passkeys.reset();
  }
}
