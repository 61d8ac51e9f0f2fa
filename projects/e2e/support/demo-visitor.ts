// Walks the demo as a visitor does: by labels, buttons and what stands on the page.

import type { BrowserContext, Locator, Page } from 'playwright-core';
import { REFUSED_REQUESTS } from './test-fixture';

const SOON_MS = 20_000;

/** One visitor; the page keeps nothing of earlier visits. */
export class DemoVisitor {
  /** The complaints of the console and the page; a refused request is no complaint. */
  readonly problems: string[] = [];
  /** Complaints that this visit brings about. */
  readonly #expected = [REFUSED_REQUESTS];

  private constructor(
    readonly page: Page,
    readonly url: string,
  ) {}

  /**
   * In a context whose cache holds the demo's scripts from the second visit on, and nothing else.
   */
  static async in(context: BrowserContext, url: string): Promise<DemoVisitor> {
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send('Storage.clearDataForOrigin', {
      origin: new URL(url).origin,
      storageTypes: 'cookies,local_storage,indexeddb,service_workers',
    });
    return DemoVisitor.#at(page, url);
  }

  static #at(page: Page, url: string): DemoVisitor {
    page.setDefaultTimeout(SOON_MS);
    const visitor = new DemoVisitor(page, url);
    page.on('pageerror', ({ message }) => visitor.problems.push(message));
    page.on('console', (message) => {
      const expected = visitor.#expected.some((each) => each.test(message.text()));
      // Angular warns in development builds of templates that do more work than they need.
      const bad = ['error', 'warning'].includes(message.type());
      if (bad && !expected) visitor.problems.push(message.text());
    });
    return visitor;
  }

  /** The same visitor with another tab of the same browser. */
  async inAnotherTab(): Promise<DemoVisitor> {
    return DemoVisitor.#at(await this.page.context().newPage(), this.url);
  }

  /** The browser writes each request without an answer to the console. */
  expectsUnansweredRequests(): void {
    this.#expected.push(/^Failed to load resource: net::ERR_/);
  }

  /** Closes all tabs of the visit. */
  async leave(): Promise<void> {
    for (const page of this.page.context().pages()) await page.close();
  }

  async open(path: string): Promise<void> {
    await this.page.goto(this.url + path);
  }

  async press(button: string): Promise<void> {
    await this.page.getByRole('button', { name: button, exact: true }).click();
  }

  async follow(link: string): Promise<void> {
    await this.page.getByRole('link', { name: link, exact: true }).click();
  }

  async type(label: string, text: string): Promise<void> {
    await this.page.getByLabel(label, { exact: true }).fill(text);
  }

  async shows(testId: string, text = ''): Promise<void> {
    await this.page.getByTestId(testId).filter({ hasText: text }).first().waitFor();
  }

  /** Gives the visitor a device that makes and proves passkeys without asking. */
  async hasAuthenticator(): Promise<void> {
    const devtools = await this.page.context().newCDPSession(this.page);
    await devtools.send('WebAuthn.enable');
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
  }

  /** Waits until the focus is on this element. */
  async hasFocusOn(wanted: Locator): Promise<void> {
    const element = await wanted.elementHandle();
    await this.page.waitForFunction((each) => document.activeElement === each, element);
  }

  /** Waits until the page is at this path. */
  async isAt(path: string): Promise<void> {
    await this.page.waitForURL(this.url + path, { timeout: SOON_MS });
  }

  /** Chooses a line of the menu and sends the form it has filled in. */
  async signInAs(line: string): Promise<void> {
    await this.open('sign-in');
    await this.press(line);
    await this.press('Sign in');
  }

  /** Waits for a challenge. */
  async isAsked(challenge: string): Promise<Locator> {
    const step = this.page.locator(`[data-testid="step"][data-challenge="${challenge}"]`);
    await step.waitFor();
    return step;
  }

  /** Takes the newest code a user was sent out of the inbox, by its button, and sends it. */
  async enterSentCode(username: string, button = 'Continue'): Promise<void> {
    const message = this.page.getByTestId('inbox').locator(`[data-username="${username}"]`).first();
    await message.getByRole('button', { name: 'Fill in' }).click();
    await this.press(button);
  }

  /** Takes the code the demo's own authenticator app shows, and sends it. */
  async enterAppCode(button = 'Continue'): Promise<void> {
    const app = this.page.getByRole('region', { name: 'Authenticator app' });
    await app.getByRole('button', { name: 'Fill in' }).click();
    await this.press(button);
  }

  /** Waits for the first page behind the sign-in. */
  async isIn(name: string): Promise<void> {
    await this.isAt('orders');
    await this.shows('user-name', name);
  }

  /** Waits until the page's fields say, in this order, what may be filled into them. */
  async offers(autocomplete: readonly string[]): Promise<void> {
    await this.page.waitForFunction(
      (wanted) =>
        [...document.querySelectorAll('main input')]
          .map((field) => field.getAttribute('autocomplete'))
          .join() === wanted,
      autocomplete.join(),
    );
  }

  /** Waits for an error of this code. */
  async isTold(code: string): Promise<void> {
    await this.page.locator(`[data-testid="problem"][data-code="${code}"]`).waitFor();
  }
}
