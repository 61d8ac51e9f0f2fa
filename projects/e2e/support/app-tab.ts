// One tab with the app in it: opens pages, signs in, asks the API, and reads what the app and the
// browser say.

import type { BrowserContext, Page } from 'playwright-core';
import type { RequestResult } from '../app/driving-handle';

/** The session as a test looks at it. */
export interface SeenSession {
  readonly status: string;
  /** Why there is none, when signed out. */
  readonly reason: string | null;
  readonly idToken: string | null;
}

/** A tab of the app under test. */
export class AppTab {
  private constructor(
    readonly page: Page,
    private readonly origin: string,
  ) {}

  /** Opens the app in a new tab of `context`. */
  static async open(context: BrowserContext, origin: string, path: string): Promise<AppTab> {
    const tab = new AppTab(await context.newPage(), origin);
    await tab.goto(path);
    return tab;
  }

  /** The app in a page that opened by itself. */
  static async in(page: Page, origin: string): Promise<AppTab> {
    const tab = new AppTab(page, origin);
    await tab.started();
    return tab;
  }

  /** Loads a page of the app anew and waits until the session's state is known. */
  async goto(path: string): Promise<void> {
    await this.page.goto(this.origin + path);
    await this.started();
  }

  /** Reloads the page and waits until the session's state is known. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.started();
  }

  /** Fills in and sends the form of the sign-in page, as soon as it is open. */
  async signIn(username = 'ana', password = 'Passw0rd!'): Promise<void> {
    // One command instead of the three of a user's way, which main-path.e2e.ts goes.
    await this.page.waitForFunction(
      ({ username, password }) => {
        const form = document.querySelector('form');
        const name = form?.querySelector<HTMLInputElement>('[autocomplete=username]');
        const secret = form?.querySelector<HTMLInputElement>('[autocomplete=current-password]');
        if (!form || !name || !secret) return false;
        name.value = username;
        secret.value = password;
        form.requestSubmit();
        return true;
      },
      { username, password },
      { timeout: 10_000 },
    );
  }

  /** Signs in as a user does: types into the fields by their labels and presses the button. */
  async typeAndSignIn(username = 'ana', password = 'Passw0rd!'): Promise<void> {
    await this.page.getByLabel('User name').fill(username);
    await this.page.getByLabel('Password').fill(password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
  }

  /** Waits for the page at `path`. */
  async at(path: string): Promise<void> {
    await this.page.waitForURL(this.origin + path, { timeout: 10_000 });
  }

  /** Text of the element with this test id, as soon as it is `expected`. */
  async shows(testId: string, expected: string): Promise<void> {
    await this.page
      .getByTestId(testId)
      .and(this.page.getByText(expected, { exact: true }))
      .waitFor({ timeout: 10_000 });
  }

  /** Sends `count` requests in the same moment. */
  ask(path: string, count = 1): Promise<RequestResult[]> {
    return this.page.evaluate(
      ({ path, count }) => Promise.all(Array.from({ length: count }, () => window.askApi(path))),
      { path, count },
    );
  }

  /** Sends a request without waiting for its answer, which lands in `window.asked`. */
  async startAsking(path: string): Promise<void> {
    await this.page.evaluate((path) => {
      void window.askApi(path).then((result) => window.asked.push(result));
    }, path);
  }

  /** Forces a refresh without waiting for what comes of it. */
  async startRefresh(): Promise<void> {
    await this.page.evaluate(() => {
      window.session.refreshSession().subscribe({ error: () => undefined });
    });
  }

  seen(): Promise<SeenSession> {
    return this.page.evaluate(() => {
      const state = window.session.state();
      return {
        status: state.status,
        reason: state.status === 'signed-out' ? state.reason : null,
        idToken: window.session.idToken()?.getJwtToken() ?? null,
      };
    });
  }

  /** Types of the session's events in this tab since it was loaded. */
  events(): Promise<string[]> {
    return this.page.evaluate(() => window.sessionEvents.map(({ type }) => type));
  }

  /** When the session's events of one type happened, in milliseconds since the epoch. */
  eventTimes(type: string): Promise<number[]> {
    return this.page.evaluate(
      (type) => window.sessionEvents.filter((event) => event.type === type).map(({ at }) => at),
      type,
    );
  }

  /** When this tab got a renewed session, by its own refresh or another tab's, oldest first. */
  async renewals(): Promise<number[]> {
    const own = await this.eventTimes('refreshed');
    const adopted = await this.eventTimes('adopted');
    return [...own, ...adopted].sort((a, b) => a - b);
  }

  /** When the ID token expires, in milliseconds since the epoch. */
  idTokenEnd(): Promise<number> {
    return this.page.evaluate(() => 1000 * (window.session.idToken()?.getExpiration() ?? NaN));
  }

  /** Everything in localStorage and sessionStorage, as JSON. */
  stored(): Promise<string> {
    return this.page.evaluate(() => JSON.stringify([localStorage, sessionStorage]));
  }

  signOut(): Promise<{ revoked: boolean }> {
    return this.page.evaluate(
      () =>
        new Promise((resolve, reject) =>
          window.session.signOut().subscribe({ next: resolve, error: reject }),
        ),
    );
  }

  private async started(): Promise<void> {
    await this.page.waitForFunction(
      () => 'session' in window && window.session.state().status !== 'restoring',
      undefined,
      { timeout: 10_000 },
    );
  }
}
