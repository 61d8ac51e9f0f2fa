// A page for Jest: jsdom's, with Node's URL and TextDecoder instead of jsdom's own. Those are many
// times slower, and Node's read URLs by the same standard. `JsdomURL` is the one that was there.

import JsdomEnvironment from 'jest-preset-angular/build/environments/jest-jsdom-env';

export default class PageEnvironment extends JsdomEnvironment {
  override async setup(): Promise<void> {
    await super.setup();
    const offered = { JsdomURL: this.global['URL'], URL, URLSearchParams, TextDecoder };
    for (const [name, value] of Object.entries(offered)) {
      Object.defineProperty(this.global, name, { value, configurable: true, writable: true });
    }
  }
}
