// BroadcastChannel between simulated pages: each pair of pages has its own delay, nothing overtakes
// on one way, and every message is searched for tokens.

import type { FakeClock } from '../support/fake-clock';
import type { Chance } from './chance';
import type { Page, PageGlobals } from './page';
import { Pipe } from './pipe';
import type { Watch } from './watch';

/** Longest way of a message, in milliseconds. */
const MOST_MS = 20;

type Channel = ReturnType<PageGlobals['openChannel']>;

/** The channels of one origin. */
export class ModelChannels {
  readonly #open = new Map<Page, Channel>();
  readonly #pipes = new Map<string, Pipe>();

  constructor(
    private readonly clock: FakeClock,
    private readonly chance: Chance,
    private readonly watch: Watch,
  ) {}

  /** The one channel a page opens. */
  open(page: Page): Channel {
    const channel: Channel = {
      onmessage: null,
      postMessage: (data: unknown) => this.#post(page, data),
      close: () => void this.#open.delete(page),
    };
    this.#open.set(page, channel);
    return channel;
  }

  close(page: Page): void {
    this.#open.delete(page);
  }

  #post(from: Page, data: unknown): void {
    const text = JSON.stringify(data);
    this.watch.noSecret(text, `a message of ${from.name}`);
    for (const [to, channel] of this.#open) {
      if (to === from) continue;
      this.#pipe(from, to).send(this.chance.upTo('channel', MOST_MS), () =>
        to.run(() => {
          const event = { data: JSON.parse(text) as unknown } as MessageEvent;
          if (this.#open.get(to) === channel) channel.onmessage?.call(channel as never, event);
        }),
      );
    }
  }

  #pipe(from: Page, to: Page): Pipe {
    const name = `${from.name}>${to.name}`;
    const pipe = this.#pipes.get(name) ?? new Pipe(this.clock);
    this.#pipes.set(name, pipe);
    return pipe;
  }
}
