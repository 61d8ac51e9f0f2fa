// The AWS SDK's gateway before it is loaded: starts the download when made, and lets the first call wait for it.

import {
  type CognitoCallOptions,
  CognitoGateway,
  type CognitoOperation,
  type CognitoOperations,
} from './cognito-gateway';

/** Loads the AWS SDK in a chunk of its own and hands every call to it. */
export class LazyAwsSdkGateway extends CognitoGateway {
  readonly #region: string;
  readonly #endpoint: string;
  #loaded: Promise<CognitoGateway> | undefined;

  constructor(region: string, endpoint: string) {
    super();
    this.#region = region;
    this.#endpoint = endpoint;
  }

  /** Starts loading; a failed download is tried again at the next call. */
  load(): Promise<CognitoGateway> {
    this.#loaded ??= import('./aws-sdk-cognito-gateway').then(
      ({ AwsSdkCognitoGateway }) => new AwsSdkCognitoGateway(this.#region, this.#endpoint),
      (error: unknown) => {
        this.#loaded = undefined;
        throw error;
      },
    );
    return this.#loaded;
  }

  async send<Operation extends CognitoOperation>(
    operation: Operation,
    input: CognitoOperations[Operation]['input'],
    options?: CognitoCallOptions,
  ): Promise<CognitoOperations[Operation]['output']> {
    return (await this.load()).send(operation, input, options);
  }
}
