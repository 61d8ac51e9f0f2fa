// local-cognito for the tests of one file. It runs outside of the page: see page-environment.ts.

import type { LocalCognito, LocalCognitoOptions, startLocalCognito as start } from 'local-cognito';
import {
  type CreationOptions,
  type RequestOptions,
  type CredentialJson,
  SoftwareAuthenticator,
} from '../../local-cognito/test/support/software-authenticator';
import { lastCode, totpCode } from './codes';
import {
  clearBrowser,
  type ContractPage,
  type GatewayName,
  openPage,
  type PoolConfig,
} from './contract-page';
import { SkippingClock } from './skipping-clock';

declare global {
  var startLocalCognito: typeof start;
}

/** The pool of the calling file. It is reset before each test. */
export class LocalPool {
  local!: LocalCognito;

  constructor(private readonly options?: LocalCognitoOptions) {
    beforeAll(async () => {
      this.local = await globalThis.startLocalCognito(this.options);
    });
    beforeEach(() => {
      clearBrowser();
      this.local.reset();
    });
    afterAll(() => this.local.stop());
  }

  get config(): PoolConfig {
    const { userPoolId, clientId, poolUrl: endpoint } = this.local;
    return { userPoolId, clientId, endpoint };
  }

  /** The sources of codes for a script's answers. */
  readonly around = {
    code: (): string => lastCode(this.local),
    totp: (secret: string): string => totpCode(secret),
  };

  open(gateway: GatewayName): Promise<ContractPage> {
    return openPage(this.config, gateway, new SkippingClock());
  }

  /** The number of calls of an operation in this test. */
  count(operation: string): number {
    return this.local.calls.filter((call) => call.operation === operation).length;
  }
}

/** Gives jsdom, which lacks WebAuthn, an authenticator whose owner always agrees. */
export function offerAuthenticator(): void {
  const authenticator = new SoftwareAuthenticator(location.origin);
  Object.defineProperty(navigator, 'credentials', {
    configurable: true,
    value: {
      create: ({ publicKey }: { publicKey: object }) =>
        Promise.resolve(credentialOf(authenticator.create(inJson(publicKey) as CreationOptions))),
      get: ({ publicKey }: { publicKey: object }) =>
        Promise.resolve(credentialOf(authenticator.get(inJson(publicKey) as RequestOptions))),
    },
  });
}

/** Options as Cognito sends them: base64url in JSON, bytes in the browser's API. */
function inJson(options: object): object {
  return JSON.parse(
    JSON.stringify(options, (_key, value: unknown) =>
      ArrayBuffer.isView(value) ? Buffer.from(value as Uint8Array).toString('base64url') : value,
    ),
  ) as object;
}

/** The browser's own form of a credential. */
function credentialOf({ response, ...json }: CredentialJson): object {
  const bytes = (text: string): ArrayBuffer =>
    new Uint8Array(Buffer.from(text, 'base64url')).buffer;
  const { transports, ...texts } = response;
  return {
    ...json,
    rawId: bytes(json.rawId),
    getClientExtensionResults: () => ({}),
    response: {
      ...Object.fromEntries(
        Object.entries(texts).map(([name, text]) => [name, bytes(text as string)]),
      ),
      ...(transports && { getTransports: () => transports }),
    },
  };
}
