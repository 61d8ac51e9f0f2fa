// Tabs in a session of WebDriver, which has one current tab and runs one command at a time.

import type { EngineTab } from './engine';
import type { WebDriver } from './webdriver';

/** How a script in the page ended. */
interface Outcome {
  readonly value?: unknown;
  readonly error?: string;
}

/**
 * Calls a function of the page and waits for its promise; WebDriver knows no errors of promises.
 */
const CALL = `
  const done = arguments[arguments.length - 1];
  window[arguments[0]](arguments[1]).then(
    (value) => done({ value }),
    (error) => done({ error: String(error) }),
  );`;

/** Lets commands for several tabs follow each other. */
export class WebDriverTabs {
  #last: Promise<unknown> = Promise.resolve();
  #firstHandle: string | undefined;

  constructor(private readonly driver: WebDriver) {}

  open(url: string): Promise<EngineTab> {
    return this.#inTurn(async () => {
      // The empty tab that the session begins with stays: the session ends with its last tab, and a
      // new tab is opened from one that is open.
      this.#firstHandle ??= await this.driver.send('getWindowHandle', {});
      await this.driver.send('switchToWindow', { handle: this.#firstHandle });
      const { handle } = await this.driver.send('newWindow', { type: 'tab' });
      await this.driver.send('switchToWindow', { handle });
      await this.driver.send('navigate', { url });
      return this.#tab(handle);
    });
  }

  #tab(handle: string): EngineTab {
    const inTab = <T>(command: () => Promise<T>): Promise<T> =>
      this.#inTurn(async () => {
        await this.driver.send('switchToWindow', { handle });
        return command();
      });
    return {
      goto: async (url) => {
        await inTab(() => this.driver.send('navigate', { url }));
      },
      call: <T>(functionName: string, input: unknown) =>
        inTab(async () => {
          const args = [functionName, input ?? null];
          const answer = await this.driver.send('executeAsyncScript', { script: CALL, args });
          const { value, error } = answer as Outcome;
          if (error !== undefined) throw new Error(error);
          return value as T;
        }),
      close: async () => {
        await inTab(() => this.driver.send('closeWindow', {}));
      },
    };
  }

  #inTurn<T>(command: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(command);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
