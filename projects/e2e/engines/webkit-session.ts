// A session with WebKitWebDriver: classic WebDriver has one current tab and runs one command at a
// time.

import type { WebDriver } from 'selenium-webdriver';
import type { EngineTab } from './engine';

/** What a script in the page answers. */
interface Outcome {
  readonly value?: unknown;
  readonly error?: string;
}

/**
 * Calls a function of the page and hands its promise's end to the driver, which knows no errors of
 * promises.
 */
const CALL = `
  const done = arguments[arguments.length - 1];
  window[arguments[0]](arguments[1]).then(
    (value) => done({ value }),
    (error) => done({ error: String(error) }),
  );`;

/** Lets commands for several tabs follow each other. */
export class WebKitSession {
  #last: Promise<unknown> = Promise.resolve();
  #firstHandle: string | undefined;

  constructor(private readonly driver: WebDriver) {}

  open(url: string): Promise<EngineTab> {
    return this.#inTurn(async () => {
      // The empty tab that the session begins with stays: the session ends with its last tab, and a
      // new tab is opened from one that is open.
      this.#firstHandle ??= await this.driver.getWindowHandle();
      await this.driver.switchTo().window(this.#firstHandle);
      await this.driver.switchTo().newWindow('tab');
      const handle = await this.driver.getWindowHandle();
      await this.driver.get(url);
      return this.#tab(handle);
    });
  }

  #tab(handle: string): EngineTab {
    const inTab = <T>(command: () => Promise<T>): Promise<T> =>
      this.#inTurn(async () => {
        await this.driver.switchTo().window(handle);
        return command();
      });
    return {
      goto: (url) => inTab(() => this.driver.get(url)),
      call: <T>(functionName: string, input: unknown) =>
        inTab(async () => {
          const outcome = await this.driver.executeAsyncScript<Outcome>(CALL, functionName, input);
          if (outcome.error !== undefined) throw new Error(outcome.error);
          return outcome.value as T;
        }),
      close: () => inTab(() => this.driver.close()),
    };
  }

  #inTurn<T>(command: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(command);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
