// Takes orders in a tab of the app. They come by a message that all tabs get at once, from the
// control tab, so the same scripts drive every engine, and a signal really wakes all tabs in the
// same moment.

import type { RequestResult } from '../../app/driving-handle';

/** A tab's report about itself. */
export interface TabReport {
  readonly status: string;
  /** Why there is no session, when signed out. */
  readonly reason: string | null;
  readonly user: string | null;
  readonly idToken: string | null;
  /** Events since the last report. */
  readonly events: readonly { readonly type: string; readonly at: number }[];
  readonly uncaught: readonly string[];
  readonly warnings: readonly string[];
  readonly staleReads: number;
}

/** A request sent while `keepAsking` was on. */
export interface SentRequest {
  readonly path: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

/** The orders an app's tab takes. */
export interface AppOrders {
  /** Waits until the session's state is known. */
  report(): Promise<TabReport>;
  setClock(input: { readonly offsetMs: number }): void;
  /** Sends requests in the same moment and reports when all have ended. */
  ask(input: {
    readonly paths: readonly string[];
  }): Promise<{ readonly results: readonly RequestResult[]; readonly report: TabReport }>;
  /** Sends requests and does not wait for them; `ended` tells how they ended. */
  begin(input: { readonly paths: readonly string[] }): void;
  ended(): Promise<readonly RequestResult[]>;
  /** Sends a request every now and then, each to a path of its own. */
  keepAsking(input: {
    readonly folder: string;
    readonly first: number;
    readonly everyMs: number;
  }): void;
  /** Tells what was sent when all of it has ended. */
  stopAsking(): Promise<readonly SentRequest[]>;
  /**
   * Forces refreshes until this tab itself has brought that many new sessions; tells how many it
   * asked for.
   */
  refreshUntil(input: { readonly renewed: number }): Promise<number>;
  /** Fills in the form of the sign-in page, which must be open. */
  signIn(input: { readonly username: string; readonly password: string }): Promise<TabReport>;
  /** Tells when it was called, in milliseconds since the epoch. */
  signOut(): Promise<number>;
  /** The record in the store, without its tokens. */
  stored(): { readonly generation: string; readonly revision: number } | null;
  /** Whether a tab holds the lock, and how many wait for it. */
  lockQueue(): Promise<{ readonly held: boolean; readonly waiting: number }>;
  /** Keeps the page's process busy. */
  spin(input: { readonly ms: number }): void;
}

/** An order as it travels. */
export interface OrderMessage {
  readonly id: number;
  readonly order: string;
  readonly input: unknown;
  readonly tabs: readonly string[];
}

/** The answer of one tab. */
export interface OrderAnswer {
  readonly id: number;
  readonly tab: string;
  readonly value?: unknown;
  /** Why the order could not be carried out. */
  readonly error?: string;
}

declare global {
  interface Window {
    /** Orders this tab takes, by name. */
    tabOrders: Record<string, (input: never) => unknown>;
  }
}

const tab = new URLSearchParams(location.search).get('tab') ?? '';
let begun: Promise<readonly RequestResult[]> = Promise.resolve([]);
let asking: { readonly timer: number; readonly sent: Promise<SentRequest>[] } | undefined;

const orders: AppOrders = {
  async report() {
    await until(() => 'session' in window && window.session.state().status !== 'restoring');
    return report();
  },
  setClock({ offsetMs }) {
    window.clockOffset = offsetMs;
  },
  async ask({ paths }) {
    const results = await Promise.all(paths.map((path) => window.askApi(path)));
    return { results, report: report() };
  },
  begin({ paths }) {
    begun = Promise.all(paths.map((path) => window.askApi(path)));
  },
  ended: () => begun,
  keepAsking({ folder, first, everyMs }) {
    const sent: Promise<SentRequest>[] = [];
    const timer = window.setInterval(() => {
      const request = { path: `${folder}/${first + sent.length}`, startedAt: Date.now() };
      sent.push(window.askApi(request.path).then(() => request));
    }, everyMs);
    asking = { timer, sent };
  },
  stopAsking() {
    clearInterval(asking?.timer);
    return Promise.all(asking?.sent ?? []);
  },
  async refreshUntil({ renewed }) {
    const refreshed = (): number =>
      window.sessionEvents.filter(({ type }) => type === 'refreshed').length;
    const enough = refreshed() + renewed;
    let asked = 0;
    for (; refreshed() < enough; asked++) {
      await new Promise((next, error) =>
        window.session.refreshSession().subscribe({ next, error }),
      );
    }
    return asked;
  },
  async signIn({ username, password }) {
    const field = (name: string): HTMLInputElement | null =>
      document.querySelector(`input[autocomplete="${name}"]`);
    await until(() => field('username') !== null);
    for (const [name, value] of [
      ['username', username],
      ['current-password', password],
    ] as const) {
      const input = field(name);
      if (input) input.value = value;
    }
    document.querySelector('form')?.requestSubmit();
    await until(() => window.session.user()?.['cognito:username'] === username);
    return report();
  },
  async signOut() {
    const pressedAt = Date.now();
    await new Promise((next, error) => window.session.signOut().subscribe({ next, error }));
    return pressedAt;
  },
  stored() {
    const key = Object.keys(localStorage).find((key) => key.startsWith('ngx-cognito-session.'));
    const record = key === undefined ? null : localStorage.getItem(key);
    if (record === null) return null;
    const { generation, revision } = JSON.parse(record) as { generation: string; revision: number };
    return { generation, revision };
  },
  async lockQueue() {
    const { held = [], pending = [] } = await navigator.locks.query();
    // Marks are locks as well, in shared mode.
    return { held: held.some(({ mode }) => mode === 'exclusive'), waiting: pending.length };
  },
  spin({ ms }) {
    const end = performance.now() + ms;
    while (performance.now() < end);
  },
};
window.tabOrders = { ...orders };

function report(): TabReport {
  const state = window.session.state();
  return {
    status: state.status,
    reason: state.status === 'signed-out' ? state.reason : null,
    user: window.session.user()?.['cognito:username'] ?? null,
    idToken: window.session.idToken()?.getJwtToken() ?? null,
    events: window.sessionEvents.splice(0).map(({ type, at }) => ({ type, at })),
    uncaught: window.uncaught,
    warnings: window.warnings,
    staleReads: window.staleReads,
  };
}

async function until(check: () => boolean): Promise<void> {
  while (!check()) await new Promise((resolve) => setTimeout(resolve, 10));
}

const answers = new BroadcastChannel('e2e-answers');
/** How each order ends. An order that comes again is not carried out again. */
const outcomes = new Map<number, Promise<Pick<OrderAnswer, 'value' | 'error'>>>();

new BroadcastChannel('e2e-orders').onmessage = ({ data }: MessageEvent<OrderMessage>) => {
  const { id, tabs } = data;
  if (!tabs.includes(tab)) return;
  const outcome = outcomes.get(id) ?? carryOut(data);
  outcomes.set(id, outcome);
  void outcome.then((end) => answers.postMessage({ id, tab, ...end }));
};

async function carryOut({
  order,
  input,
}: OrderMessage): Promise<Pick<OrderAnswer, 'value' | 'error'>> {
  try {
    const run = window.tabOrders[order];
    if (!run) throw new Error(`no such order: ${order}`);
    return { value: await run(input as never) };
  } catch (error) {
    return { error: String(error) };
  }
}
