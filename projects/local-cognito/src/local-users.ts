import { randomUUID } from 'node:crypto';

/** A user of the local pool, as given to `startLocalCognito`. */
export interface LocalUserOptions {
  readonly username: string;
  /** Default `Passw0rd!`. */
  readonly password?: string;
  /** Default: the username. */
  readonly name?: string;
  /** Default `<username>@example.com`. */
  readonly email?: string;
  /** Claim `cognito:groups`; default none, and then the claim is absent, as on the real service. */
  readonly groups?: readonly string[];
  /** Default false. */
  readonly disabled?: boolean;
  /** Default: a random UUID. */
  readonly sub?: string;
}

/** A user of the local pool with every field filled. */
export type LocalUser = Required<LocalUserOptions>;

/** The users of a pool that was started without any: a non-ASCII name, a member of `admins`, a disabled one. */
export const preparedUsers: readonly LocalUserOptions[] = [
  {
    username: 'ana',
    name: 'Ana Petrović Ђорђевић 🦊',
    sub: '0f5a1c52-6d0e-4c3b-9a3e-5d1f00000001',
  },
  {
    username: 'admin',
    name: 'Adam Admin',
    groups: ['admins'],
    sub: '0f5a1c52-6d0e-4c3b-9a3e-5d1f00000002',
  },
  {
    username: 'disabled',
    name: 'Dora Disabled',
    disabled: true,
    sub: '0f5a1c52-6d0e-4c3b-9a3e-5d1f00000003',
  },
];

/** The pool's users by name. */
export class UserDirectory {
  private readonly initial: readonly LocalUser[];
  private readonly byName = new Map<string, LocalUser>();

  constructor(users: readonly LocalUserOptions[]) {
    this.initial = users.map((user) => ({
      password: 'Passw0rd!',
      name: user.username,
      email: `${user.username}@example.com`,
      groups: [],
      disabled: false,
      sub: randomUUID(),
      ...user,
    }));
    this.reset();
  }

  /** All users as they are now. */
  all(): readonly LocalUser[] {
    return [...this.byName.values()];
  }

  find(username: string): LocalUser | undefined {
    return this.byName.get(username);
  }

  /** Like `find`, for callers that name a user by mistake: throws a `RangeError`. */
  get(username: string): LocalUser {
    const user = this.find(username);
    if (user === undefined) {
      throw new RangeError(`username must be one of ${[...this.byName.keys()].join(', ')}`);
    }
    return user;
  }

  setDisabled(username: string, disabled: boolean): void {
    this.byName.set(username, { ...this.get(username), disabled });
  }

  /** Every user as at the start. */
  reset(): void {
    for (const user of this.initial) {
      this.byName.set(user.username, user);
    }
  }
}
