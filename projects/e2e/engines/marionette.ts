// WebDriver by Marionette, the socket on which Firefox takes the commands itself. geckodriver,
// which Debian does not package, only translates HTTP into it:
// https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { CommandName, WebDriverConnection } from './webdriver';

/** Names of the commands in Marionette. */
const NAMES: Readonly<Record<CommandName, string>> = {
  newSession: 'WebDriver:NewSession',
  setTimeouts: 'WebDriver:SetTimeouts',
  getWindowHandle: 'WebDriver:GetWindowHandle',
  newWindow: 'WebDriver:NewWindow',
  switchToWindow: 'WebDriver:SwitchToWindow',
  navigate: 'WebDriver:Navigate',
  executeAsyncScript: 'WebDriver:ExecuteAsyncScript',
  closeWindow: 'WebDriver:CloseWindow',
  deleteSession: 'Marionette:Quit',
};

/** A message begins with its type. */
const TYPE = { command: 0, response: 1 } as const;
type Failure = { readonly error: string; readonly message: string } | null;
type Response = readonly [
  type: typeof TYPE.response,
  id: number,
  failure: Failure,
  result: { readonly value?: unknown } | null,
];

/** A command that waits for its answer. */
interface Waiting {
  readonly command: CommandName;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Commands for the one session of a Firefox. */
export class MarionetteConnection implements WebDriverConnection {
  readonly #waiting = new Map<number, Waiting>();
  #received: Buffer = Buffer.alloc(0);
  #lastId = 0;

  private constructor(private readonly socket: Socket) {
    socket.on('data', (data) => this.#receive(data));
    socket.on('close', () => this.#lose());
    socket.on('error', () => this.#lose());
  }

  /** Connects to the Firefox that listens on that port of loopback. */
  static async to(port: number): Promise<MarionetteConnection> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new MarionetteConnection(socket);
  }

  send(command: CommandName, input: object): Promise<unknown> {
    const id = ++this.#lastId;
    const text = JSON.stringify([TYPE.command, id, NAMES[command], input]);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { command, resolve, reject });
      this.socket.write(`${Buffer.byteLength(text)}:${text}`);
    });
  }

  close(): void {
    this.socket.destroy();
  }

  /** A message is its length in bytes, a colon, and JSON. */
  #receive(data: Buffer): void {
    this.#received = Buffer.concat([this.#received, data]);
    for (;;) {
      const colon = this.#received.indexOf(':');
      if (colon < 0) return;
      const end = colon + 1 + Number(this.#received.toString('latin1', 0, colon));
      if (this.#received.length < end) return;
      const message: unknown = JSON.parse(this.#received.toString('utf8', colon + 1, end));
      this.#received = this.#received.subarray(end);
      // The first message is a greeting, which is no list.
      if (Array.isArray(message)) this.#settle(message as unknown as Response);
    }
  }

  #settle([, id, failure, result]: Response): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (failure) {
      const { error, message } = failure;
      waiting?.reject(new Error(`WebDriver ${waiting.command}: ${error}: ${message}`));
    } else {
      // Answers that are no objects are wrapped in one.
      waiting?.resolve(result && 'value' in result ? result.value : result);
    }
  }

  #lose(): void {
    for (const { command, reject } of this.#waiting.values()) {
      reject(new Error(`WebDriver ${command}: the connection was closed`));
    }
    this.#waiting.clear();
  }
}
