// The WebDriver commands that these tests need (https://www.w3.org/TR/webdriver2/), whatever
// carries them: WebKitGTK takes them by HTTP, Firefox by a socket of its own.

/** The commands, each with its input and its answer. */
interface Commands {
  newSession: [input: { readonly capabilities: unknown }, answer: Session];
  setTimeouts: [input: { readonly script: number; readonly pageLoad: number }, answer: unknown];
  getWindowHandle: [input: Record<string, never>, answer: string];
  newWindow: [input: { readonly type: 'tab' }, answer: { readonly handle: string }];
  switchToWindow: [input: { readonly handle: string }, answer: unknown];
  navigate: [input: { readonly url: string }, answer: unknown];
  executeAsyncScript: [
    input: { readonly script: string; readonly args: readonly unknown[] },
    answer: unknown,
  ];
  closeWindow: [input: Record<string, never>, answer: unknown];
  deleteSession: [input: Record<string, never>, answer: unknown];
}

/** A command's name. */
export type CommandName = keyof Commands;

/** The browser's description of itself when a session begins. */
export interface Session {
  readonly sessionId: string;
  readonly capabilities: Readonly<Record<string, unknown>>;
}

/** Carries commands to a browser, one after the other. */
export interface WebDriverConnection {
  /** Rejects with the browser's own error. */
  send(command: CommandName, input: object): Promise<unknown>;
  close(): void;
}

/** Longest run of a script, and longest load of a page, in milliseconds. */
const TIMEOUTS = { script: 150_000, pageLoad: 30_000 };

/** A session with a browser. */
export class WebDriver {
  private constructor(
    private readonly connection: WebDriverConnection,
    /** The browser's version as it tells it. */
    readonly browserVersion: string,
  ) {}

  /** Begins a session. */
  static async start(connection: WebDriverConnection, capabilities: unknown): Promise<WebDriver> {
    const session = (await connection.send('newSession', { capabilities })) as Session;
    const driver = new WebDriver(connection, String(session.capabilities['browserVersion']));
    await driver.send('setTimeouts', TIMEOUTS);
    return driver;
  }

  async send<Name extends CommandName>(
    command: Name,
    input: Commands[Name][0],
  ): Promise<Commands[Name][1]> {
    const answer: Commands[Name][1] = await this.connection.send(command, input);
    return answer;
  }

  /** Ends the session, and the browser with it. */
  async quit(): Promise<void> {
    try {
      await this.send('deleteSession', {});
    } finally {
      this.connection.close();
    }
  }
}
