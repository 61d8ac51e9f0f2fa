// The whole sign-in entry as a build for production has it: one chunk with every export, and the
// gateways beside it.

import { addSizes, type BuiltApp, type Sizes } from './built-app';
import { type SourceShare, sourceShares } from './source-shares';

/**
 * Most that the entry may be without its gateway, in bytes after brotli. The goal is 9,216:
 * docs/adr/0014.
 */
export const ENTRY_BUDGET = 9_728;

/**
 * Measures the entry in an app that loads it whole. What the app's start already holds is not
 * counted.
 */
export class SignInEntry {
  /** The entry without a gateway. */
  readonly sizes: Sizes;
  /**
   * What the gateway by `fetch` adds, with what keeps secrets out of errors; an app with a session
   * has loaded it before the sign-in page.
   */
  readonly fetchGateway: Sizes;
  /** What the gateway by the AWS SDK adds, with the same. */
  readonly sdkGateway: Sizes;
  /** The code of the gateway by the AWS SDK. */
  readonly sdkText: string;
  /** Its code, with the part that it loads for pages on which passkeys are made. */
  readonly text: string;
  readonly #app: BuiltApp;
  readonly #files: readonly string[];

  constructor(app: BuiltApp) {
    this.#app = app;
    this.#files = this.#chunks('ngx-cognito-session-sign-in.mjs');
    const texts = [...this.#files, ...this.#chunks('passkey-registration')];
    this.text = texts.map((file) => app.text(file)).join('\n');
    this.sizes = app.sizes(this.#files);
    this.fetchGateway = app.sizes(this.#chunks('open-gateway'));
    const sdk = ['aws-sdk-cognito-gateway', 'open-gateway'].flatMap((name) => this.#chunks(name));
    this.sdkGateway = app.sizes([...new Set(sdk)]);
    this.sdkText = sdk.map((file) => app.text(file)).join('\n');
  }

  /** The entry with one of its gateways. */
  with(gateway: Sizes): Sizes {
    return addSizes([this.sizes, gateway]);
  }

  /** Where its bytes are. */
  shares(): SourceShare[] {
    return this.#files.flatMap((file) => sourceShares(this.#app.text(file), this.#app.map(file)));
  }

  problems(): string[] {
    const over = this.sizes.brotli - ENTRY_BUDGET;
    return over > 0 ? [`the sign-in entry is ${over} bytes over its budget`] : [];
  }

  /** Files that the entry `name` needs and the start has not loaded. */
  #chunks(name: string): string[] {
    const entries = this.#app.entries(name);
    if (entries.length === 0) throw new Error(`${this.#app.folder}: there is no chunk ${name}`);
    const initial = this.#app.initial;
    return this.#app.closure(entries).filter((file) => !initial.includes(file));
  }
}
