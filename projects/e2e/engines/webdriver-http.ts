// WebDriver by HTTP, as WebKitWebDriver speaks it.

import type { CommandName, Session, WebDriverConnection } from './webdriver';

/** Method and path of each command, below the session's URL. */
const ENDPOINTS: Readonly<Record<CommandName, readonly [method: string, path: string]>> = {
  newSession: ['POST', ''],
  setTimeouts: ['POST', '/timeouts'],
  getWindowHandle: ['GET', '/window'],
  newWindow: ['POST', '/window/new'],
  switchToWindow: ['POST', '/window'],
  navigate: ['POST', '/url'],
  executeAsyncScript: ['POST', '/execute/async'],
  closeWindow: ['DELETE', '/window'],
  deleteSession: ['DELETE', ''],
};

/** The driver's answer when a command failed. */
interface Failure {
  readonly error: string;
  readonly message: string;
}

/** Commands for the one session of the driver at `server`. */
export class HttpConnection implements WebDriverConnection {
  #url: string;

  constructor(server: string) {
    this.#url = `${server}/session`;
  }

  async send(command: CommandName, input: object): Promise<unknown> {
    const [method, path] = ENDPOINTS[command];
    const body = method === 'POST' ? { body: JSON.stringify(input) } : {};
    const answer = await fetch(this.#url + path, { method, ...body });
    const { value } = (await answer.json()) as { value: unknown };
    if (!answer.ok) {
      const { error, message } = value as Failure;
      throw new Error(`WebDriver ${command}: ${error}: ${message}`);
    }
    if (command === 'newSession') this.#url += `/${(value as Session).sessionId}`;
    return value;
  }

  close(): void {
    // Each command has a request of its own.
  }
}
