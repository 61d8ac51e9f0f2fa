// Judges sign-ins on their way (C11): a sign-out in any tab ends them, and nothing else does.

import type { FakeClock } from '../support/fake-clock';
import type { ModelNetwork } from './model-network';
import type { Family } from './family';
import type { ModelPool } from './model-pool';
import type { Page } from './page';
import type { Watch } from './watch';

/** A sign-in between its first call and its tokens. */
export interface SignInOnItsWay {
  readonly page: Page;
  readonly begunAt: number;
  /** How many sign-outs there had been. */
  readonly signOutsBefore: number;
}

/** Times in milliseconds. */
const MS = {
  /** Messages and marks are known everywhere after it. */
  known: 100,
  /** Longest time until tokens that were given up are revoked: a chunk, and one call of 3 s. */
  revoked: 5000,
};

/** Watches sign-ins. */
export class SignInWatch {
  readonly #signOuts: { readonly page: Page; readonly at: number }[] = [];

  constructor(
    private readonly clock: FakeClock,
    private readonly watch: Watch,
    private readonly pool: ModelPool,
    private readonly network: ModelNetwork,
  ) {}

  signedOut(page: Page): void {
    this.#signOuts.push({ page, at: this.clock.monotonic() });
  }

  begin(page: Page): SignInOnItsWay {
    return { page, begunAt: this.clock.monotonic(), signOutsBefore: this.#signOuts.length };
  }

  /** It has become the session of its page. */
  succeeded({ page, signOutsBefore }: SignInOnItsWay): void {
    this.watch.count('sign-in on its way: signed in');
    const now = this.clock.monotonic();
    for (const { page: by, at } of this.#signOuts.slice(signOutsBefore)) {
      // What another tab has just told is still on its way.
      if (by === page || now - at > MS.known) {
        this.watch.violated('C11', `${page.name} was signed in after a sign-out in ${by.name}`);
      }
    }
  }

  /** Its tokens have come to nothing. */
  failed({ page, begunAt }: SignInOnItsWay, error: unknown, accessToken: string): void {
    const { code } = error as { code?: string };
    this.watch.count(`sign-in on its way: ${code}`);
    const told = this.#signOuts.some(({ at }) => at >= begunAt - MS.known);
    // A thawed page has its messages yet to come.
    const thawed = begunAt - (page.lastFrozen ?? -Infinity) <= MS.known;
    if (code !== 'NOT_SIGNED_IN' || !(told || thawed)) {
      this.watch.violated('C11', `a sign-in in ${page.name} failed for no reason (${code})`);
    }
    const family = this.pool.familyOf(accessToken);
    if (family) this.#mustBeRevoked(family, page);
  }

  /** Best effort: a page that runs, on a network that works. */
  #mustBeRevoked(family: Family, page: Page): void {
    const since = this.clock.monotonic();
    this.clock.schedule(MS.revoked, () => {
      const stopped = !page.alive || page.frozen || (page.lastFrozen ?? -1) >= since;
      if (family.revoked || stopped || this.network.troubledSince(since)) return;
      this.watch.violated('C11', `${page.name} did not revoke the tokens of a sign-in that ended`);
    });
  }
}
