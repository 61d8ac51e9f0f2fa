// A tab that the system has stopped in the middle of what it did: no script, no timer and no answer
// gets through, but its locks are still held. Chromium itself freezes hidden tabs only, and under
// test no tab is ever hidden.

import type { Page } from 'playwright-core';

/** The event with which a trace begins; it names the process of each frame of the traced page. */
interface TracingStarted {
  readonly name: string;
  readonly args: {
    readonly data?: {
      readonly frames?: readonly {
        readonly processId?: number;
        readonly isOutermostMainFrame?: boolean;
      }[];
    };
  };
}

/** Freezes a page and thaws it again. */
export class FrozenRenderer {
  private constructor(private readonly processId: number) {}

  /**
   * Finds the page's process. Only a trace says which one it is: how busy a process is does not,
   * because Chromium runs renderers of its own beside the pages. The page must not share its
   * process.
   */
  static async of(page: Page): Promise<FrozenRenderer> {
    const browser = page.context().browser();
    if (!browser) throw new Error('the page belongs to no browser');
    await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline'] });
    const trace = (await browser.stopTracing()).toString();
    const { traceEvents } = JSON.parse(trace) as { traceEvents: readonly TracingStarted[] };
    const processId = traceEvents
      .filter(({ name }) => name === 'TracingStartedInBrowser')
      .flatMap(({ args }) => args.data?.frames ?? [])
      .find(({ isOutermostMainFrame }) => isOutermostMainFrame)?.processId;
    if (processId === undefined) throw new Error('the trace names no process of the page');
    return new FrozenRenderer(processId);
  }

  freeze(): void {
    process.kill(this.processId, 'SIGSTOP');
  }

  thaw(): void {
    process.kill(this.processId, 'SIGCONT');
  }
}
