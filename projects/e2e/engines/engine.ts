// The one place where engines differ: how a tab is opened, spoken to and closed.

/** A tab of a browser. */
export interface EngineTab {
  /** Loads a page and waits for it. */
  goto(url: string): Promise<void>;
  /** Calls a global function of the page that returns a promise. */
  call<T>(functionName: string, input: unknown): Promise<T>;
  close(): Promise<void>;
}

/** A running browser; all its tabs share one profile. */
export interface Engine {
  /** Name and version, as figures tell them. */
  readonly version: string;
  /** The process whose descendants are the browser. */
  readonly pid: number;
  /** Whether it goes on when a page has crashed. */
  readonly survivesCrash: boolean;
  open(url: string): Promise<EngineTab>;
  /** Ends the browser and all its processes. */
  quit(): Promise<void>;
}

/** A kind of browser. */
export interface EngineKind {
  readonly name: 'Chromium' | 'Firefox' | 'WebKit';
  /** Executables it needs that are not there. */
  missing(): readonly string[];
  /** The packages to install on Debian and Ubuntu. */
  readonly packages: string;
  launch(): Promise<Engine>;
}
