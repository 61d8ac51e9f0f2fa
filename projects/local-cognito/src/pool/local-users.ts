// The users of a pool: their options, their current state, and the directory that finds them.

import { randomUUID } from 'node:crypto';
import type { MovableClock } from './movable-clock';
import { PoolUser, type MfaType, type UserStatus } from './pool-user';

/** A user of the local pool, as given to `startLocalCognito`. */
export interface LocalUserOptions {
  readonly username: string;
  /** Default `Passw0rd!`; null for none: the user signs in by code or passkey (`USER_AUTH`). */
  readonly password?: string | null;
  /** Default: the username. */
  readonly name?: string;
  /** Default `<username>@example.com`. */
  readonly email?: string;
  /** Default true. Only a verified address is an alias and gets codes. */
  readonly emailVerified?: boolean;
  /** In E.164 form, for example `+15555550123`; default none. */
  readonly phoneNumber?: string;
  /** Default: true where there is a phone number. */
  readonly phoneNumberVerified?: boolean;
  /** Further attributes by Cognito's names, for example `given_name` or `custom:plan`. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Claim `cognito:groups`; default none, and then the claim is absent, as on the real service. */
  readonly groups?: readonly string[];
  /** Default false. */
  readonly disabled?: boolean;
  /** Default: a random UUID. */
  readonly sub?: string;
  /** Default `CONFIRMED`. */
  readonly status?: UserStatus;
  /** The second factors that are switched on; default none. */
  readonly mfa?: readonly MfaType[];
  /** The factor that a sign-in asks for without a choice; default: the only one, or none. */
  readonly preferredMfa?: MfaType;
  /** Of the authenticator app, in base32. */
  readonly totpSecret?: string;
  /** Behaves for this user as the pool's `mfa: 'ON'`; default false. */
  readonly mustSetUpMfa?: boolean;
}

/** A user of the local pool as it is now. */
export interface LocalUser {
  readonly username: string;
  /** Empty when the user has none. */
  readonly password: string;
  readonly name: string;
  /** Empty when the user has none. */
  readonly email: string;
  readonly groups: readonly string[];
  readonly disabled: boolean;
  readonly sub: string;
  readonly status: UserStatus;
  readonly mfa: readonly MfaType[];
  readonly preferredMfa: MfaType | null;
  /** Of the authenticator app, in base32; null when the user has none. */
  readonly totpSecret: string | null;
  /** By Cognito's names, without `sub`. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** An attribute that finds a user, as the user name does. */
export type UsernameAlias = 'email' | 'phone_number';

/** The pool's users by name and alias. */
export class UserDirectory {
  private readonly initial: readonly LocalUserOptions[];
  private readonly byName = new Map<string, PoolUser>();

  constructor(
    users: readonly LocalUserOptions[],
    private readonly aliases: readonly UsernameAlias[],
    private readonly caseSensitive: boolean,
    private readonly clock: MovableClock,
  ) {
    // A reset keeps the random sub of a user without one in the options.
    this.initial = users.map((user) => ({ sub: randomUUID(), ...user }));
    this.reset();
  }

  /** All users as they are now. */
  all(): readonly LocalUser[] {
    return [...this.byName.values()].map((user) => asLocalUser(user));
  }

  /**
   * Finds by user name, or by a verified email address or phone number. Upper and lower case are
   * the same, as in new pools, unless the pool is case-sensitive.
   */
  find(name: string): PoolUser | undefined {
    return this.byName.get(this.keyOf(name)) ?? this.findByAlias(name);
  }

  /** Are these the same name in this pool? */
  isSameName(one: string, other: string): boolean {
    return this.keyOf(one) === this.keyOf(other);
  }

  /** One key for all spellings that this pool treats as the same name. */
  keyOf(name: string): string {
    return this.caseSensitive ? name : name.toLowerCase();
  }

  /** The user who has this attribute's value as an alias. */
  ownerOf(alias: UsernameAlias, value: string): PoolUser | undefined {
    return [...this.byName.values()].find(
      (user) => user.isVerified(alias) && this.isSameName(user.attributes.get(alias) ?? '', value),
    );
  }

  /** Like `find`; throws a `RangeError` for an unknown name. */
  get(username: string): PoolUser {
    const user = this.find(username);
    if (user === undefined) {
      const names = [...this.byName.values()].map((known) => known.username);
      throw new RangeError(`username must be one of ${names.join(', ')}`);
    }
    return user;
  }

  /** Adds a user who has signed up. */
  add(user: PoolUser): void {
    this.byName.set(this.keyOf(user.username), user);
  }

  remove(user: PoolUser): void {
    this.byName.delete(this.keyOf(user.username));
  }

  setDisabled(username: string, disabled: boolean): void {
    this.get(username).disabled = disabled;
  }

  setBlocked(username: string, blocked: boolean): void {
    this.get(username).blocked = blocked;
  }

  /** Restores every user as at the start. */
  reset(): void {
    this.byName.clear();
    for (const user of this.initial) {
      this.add(createUser(user, this.clock.now()));
    }
  }

  private findByAlias(name: string): PoolUser | undefined {
    for (const alias of this.aliases) {
      const owner = this.ownerOf(alias, name);
      if (owner !== undefined) {
        return owner;
      }
    }
    return undefined;
  }
}

function createUser(options: LocalUserOptions, now: number): PoolUser {
  const { username, password = 'Passw0rd!', status = 'CONFIRMED', mfa = [], ...rest } = options;
  const { phoneNumber, phoneNumberVerified = true } = options;
  const attributes = {
    name: options.name ?? username,
    email: options.email ?? `${username}@example.com`,
    email_verified: String(options.emailVerified ?? true),
    ...(phoneNumber === undefined
      ? {}
      : { phone_number: phoneNumber, phone_number_verified: String(phoneNumberVerified) }),
    ...options.attributes,
  };
  const preferredMfa = options.preferredMfa ?? (mfa.length === 1 ? mfa[0] : undefined) ?? null;
  return new PoolUser({
    ...rest,
    username,
    password,
    status,
    mfa,
    attributes,
    preferredMfa,
    createdAt: now,
  });
}

function asLocalUser(user: PoolUser): LocalUser {
  return {
    username: user.username,
    password: user.password ?? '',
    name: user.attributes.get('name') ?? user.username,
    email: user.email ?? '',
    groups: user.groups,
    disabled: user.disabled,
    sub: user.sub,
    status: user.status,
    mfa: [...user.mfa],
    preferredMfa: user.preferredMfa,
    totpSecret: user.softwareToken?.secret ?? null,
    attributes: Object.fromEntries(user.attributes),
  };
}
