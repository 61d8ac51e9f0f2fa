// The current settings of the pool and of each of its clients.

import type { ResolvedAppClient } from './app-client';
import { mergePoolRules } from './pool-rules';
import { checkSettings, type LocalCognitoSettings, type ResolvedOptions } from './options';

/** The current settings: the options at the start with the changes of the test controls. */
export class Settings {
  private current: ResolvedOptions;

  constructor(private readonly initial: ResolvedOptions) {
    this.current = initial;
  }

  get value(): ResolvedOptions {
    return this.current;
  }

  /** The client's own settings over those of the pool; undefined for an unknown client. */
  client(clientId: string): ResolvedAppClient | undefined {
    const { clientId: first, clients } = this.current;
    if (clientId === first) {
      return this.current;
    }
    const further = clients.find((client) => client.clientId === clientId);
    return further && { ...this.current, ...further };
  }

  /** Changes the given fields. Throws a `RangeError` and changes nothing if one is out of range. */
  configure(settings: LocalCognitoSettings): void {
    checkSettings(settings);
    this.current = mergePoolRules(this.current, settings);
  }

  setApiCors(apiCors: boolean): void {
    this.current = { ...this.current, apiCors };
  }

  reset(): void {
    this.current = this.initial;
  }
}
