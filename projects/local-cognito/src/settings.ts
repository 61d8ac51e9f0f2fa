import { mergePoolRules } from './pool-rules';
import { checkSettings, type LocalCognitoSettings, type ResolvedOptions } from './options';

/** The settings in force: the options at the start, then what the levers changed. */
export class Settings {
  private current: ResolvedOptions;

  constructor(private readonly initial: ResolvedOptions) {
    this.current = initial;
  }

  get value(): ResolvedOptions {
    return this.current;
  }

  /** Changes the fields that are given; throws a `RangeError` and changes nothing when one is out of range. */
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
