// Chromium's own authenticator without hardware, by its DevTools protocol:
// https://chromedevtools.github.io/devtools-protocol/tot/WebAuthn/

import type { CDPSession, Page } from 'playwright-core';

/** The authenticator of one tab, with a user who is there and says yes. */
export class VirtualAuthenticator {
  private constructor(
    private readonly cdp: CDPSession,
    private readonly authenticatorId: string,
  ) {}

  static async in(page: Page): Promise<VirtualAuthenticator> {
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('WebAuthn.enable');
    const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    return new VirtualAuthenticator(cdp, authenticatorId);
  }

  /** Whether the user touches it when asked; else the browser's dialog stays open. */
  async setPresent(enabled: boolean): Promise<void> {
    const { authenticatorId } = this;
    await this.cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
  }

  /** Loses its passkeys. */
  async clear(): Promise<void> {
    const { authenticatorId } = this;
    await this.cdp.send('WebAuthn.clearCredentials', { authenticatorId });
  }

  /** How many passkeys it holds. */
  async count(): Promise<number> {
    const { authenticatorId } = this;
    const { credentials } = await this.cdp.send('WebAuthn.getCredentials', { authenticatorId });
    return credentials.length;
  }
}
