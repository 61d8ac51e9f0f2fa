// Judges client metadata (A19): each refresh sends some, and nobody is told "done" for metadata
// that never reached Cognito.

import type { FakeClock } from '../support/fake-clock';
import type { RefreshCall } from './family';
import type { Page } from './page';
import type { Watch } from './watch';

/** The setting, which goes with every refresh that brings none of its own. */
export const SETTING = { reason: 'setting' };

/** Watches client metadata. */
export class MetadataWatch {
  /** When a page last got new tokens from a call with this metadata. */
  readonly #done = new Map<Page, Map<string, number>>();

  constructor(
    private readonly clock: FakeClock,
    private readonly watch: Watch,
  ) {}

  /** A page calls Cognito. */
  sent({ page, metadata, forSignOut }: RefreshCall): void {
    if (metadata !== undefined || forSignOut) return;
    this.watch.violated('A19', `a refresh of ${page.name} went without client metadata`);
  }

  refreshed({ page, metadata = '' }: RefreshCall): void {
    const done = this.#done.get(page) ?? new Map<string, number>();
    this.#done.set(page, done.set(metadata, this.clock.monotonic()));
  }

  /** A caller that asked with this metadata is told "done". */
  told(page: Page, metadata: string, askedAt: number): void {
    this.watch.count('refresh with metadata done');
    if ((this.#done.get(page)?.get(metadata) ?? -1) >= askedAt) return;
    this.watch.violated('A19', `${page.name} was told of a refresh that Cognito never saw`);
  }
}
