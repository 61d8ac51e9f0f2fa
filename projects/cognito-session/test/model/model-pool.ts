// The user pool behind the simulated network: several users, rotation with or without a grace
// period, and a memory of who used which refresh token, so that each refusal can be judged.

import { FAKE_START_MS, type FakeClock } from '../support/fake-clock';
import { json, serviceError, type WireAnswer } from '../support/fake-pool';
import {
  CLIENT_ID,
  type FakeTokens,
  makeAccessToken,
  makeIdToken,
  makeRefreshToken,
} from '../support/fake-tokens';
import type { Family, RefreshCall, User } from './family';
import type { Watch } from './watch';

interface RefreshToken {
  readonly family: Family;
  used?: { readonly at: number; readonly by: RefreshCall };
}

interface ShortToken {
  readonly family: Family;
  /** Counts the issues of a pool: the tokens of one answer have it in common. */
  readonly issue: number;
  readonly expiresAt: number;
}

export interface PoolOptions {
  readonly rotation: boolean;
  readonly graceMs: number;
  readonly lifetimeSeconds: number;
}

/** A user pool. */
export class ModelPool {
  readonly #refreshTokens = new Map<string, RefreshToken>();
  readonly #shortTokens = new Map<string, ShortToken>();
  readonly #families: Family[] = [];
  #issues = 0;
  /** Tokens issued before that are refused by APIs. */
  #disowned = 0;

  constructor(
    private readonly clock: FakeClock,
    private readonly options: PoolOptions,
    private readonly watch: Watch,
  ) {}

  signIn(user: User): FakeTokens {
    const family: Family = {
      user,
      id: this.#families.length,
      revoked: false,
      over: false,
      definitive: 0,
      reuses: [],
    };
    this.#families.push(family);
    return this.#issue(family);
  }

  /** The sign-in that a token of any kind comes from. */
  familyOf(token: string | null | undefined): Family | undefined {
    if (!token) return undefined;
    return (this.#refreshTokens.get(token) ?? this.#shortTokens.get(token))?.family;
  }

  /** Whether the tokens are of one sign-in, and the ID and access token of one answer. */
  isWhole(idToken: string, accessToken: string, refreshToken: string): boolean {
    const [id, access] = [this.#shortTokens.get(idToken), this.#shortTokens.get(accessToken)];
    const family = this.#refreshTokens.get(refreshToken)?.family;
    return !!id && id.issue === access?.issue && id.family === family;
  }

  /** Whether an API takes the token now. */
  accepts(token: string): boolean {
    const known = this.#shortTokens.get(token);
    return !!known && known.expiresAt > this.clock.monotonic() && known.issue > this.#disowned;
  }

  /** APIs refuse whatever was issued so far. */
  disown(): void {
    this.#disowned = this.#issues;
  }

  /** An administrator signs the user out everywhere, or the user does. */
  revokeUser(user: User): void {
    for (const family of this.#families) family.revoked ||= family.user === user;
  }

  revoke(refreshToken: string): WireAnswer {
    const family = this.familyOf(refreshToken);
    if (family) family.revoked = true;
    return { status: 200, headers: {}, body: '' };
  }

  globalSignOut(accessToken: string): WireAnswer {
    const family = this.familyOf(accessToken);
    if (!family || family.revoked) return serviceError('NotAuthorizedException');
    this.revokeUser(family.user);
    return json(200, {});
  }

  refresh(call: RefreshCall): WireAnswer {
    const token = this.#refreshTokens.get(call.refreshToken);
    if (!token || token.family.revoked) {
      if (token) token.family.definitive++;
      return serviceError('NotAuthorizedException');
    }
    const { rotation, graceMs } = this.options;
    const now = this.clock.monotonic();
    if (rotation && token.used && now >= token.used.at + graceMs) {
      this.watch.usedAgain(token.used.by, call);
      token.family.reuses.push({ earlier: token.used.by, later: call });
      return serviceError('RefreshTokenReuseException');
    }
    if (rotation && token.used) this.watch.usedAgain(token.used.by, call);
    token.used ??= { at: now, by: call };
    const { RefreshToken, ...tokens } = this.#issue(token.family);
    return json(200, { AuthenticationResult: { ...tokens, ...(rotation && { RefreshToken }) } });
  }

  #issue(family: Family): FakeTokens {
    const { lifetimeSeconds } = this.options;
    // The server's clock is not the device's, which can be set.
    const iat = Math.floor((FAKE_START_MS + this.clock.monotonic()) / 1000);
    const claims = {
      sub: `sub-of-${family.user}`,
      origin_jti: `sign-in-${family.id}`,
      iat,
      exp: iat + lifetimeSeconds,
    };
    const tokens = {
      IdToken: makeIdToken({ ...claims, aud: CLIENT_ID }),
      AccessToken: makeAccessToken({ ...claims, client_id: CLIENT_ID }),
      RefreshToken: makeRefreshToken(),
    };
    const expiresAt = this.clock.monotonic() + lifetimeSeconds * 1000;
    const issue = ++this.#issues;
    this.#shortTokens.set(tokens.IdToken, { family, issue, expiresAt });
    this.#shortTokens.set(tokens.AccessToken, { family, issue, expiresAt });
    this.#refreshTokens.set(tokens.RefreshToken, { family });
    return tokens;
  }
}
