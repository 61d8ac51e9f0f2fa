// A page for Jest, as in a browser with an app served over https: jsdom with Node's fetch,
// WebCrypto and time limits, because jsdom's own are missing or reach no network. It also offers
// the emulator to the tests: outside of the page's realm, where the emulator's libraries find the
// classes of Node that they check for.

import JsdomEnvironment from 'jest-preset-angular/build/environments/jest-jsdom-env';
import { webcrypto } from 'node:crypto';
import { startLocalCognito } from '../local-cognito/src/local-cognito';

export default class PageEnvironment extends JsdomEnvironment {
  override async setup(): Promise<void> {
    await super.setup();
    const offered = {
      fetch,
      Headers,
      Request,
      Response,
      AbortController,
      AbortSignal,
      TextEncoder,
      TextDecoder,
      startLocalCognito,
    };
    for (const [name, value] of Object.entries(offered)) {
      Object.defineProperty(this.global, name, { value, configurable: true, writable: true });
    }
    Object.defineProperty(this.global.crypto, 'subtle', { value: webcrypto.subtle });
  }
}
