// What observables did, kept for later: which values, how many ends, and whether one is still open.

import type { Observable } from 'rxjs';

/** Everything one subscription was told. */
export interface Observed<T> {
  readonly values: T[];
  readonly errors: unknown[];
  completions: number;
  unsubscribe(): void;
}

/** Subscribes and keeps what comes. */
export function observe<T>(source: Observable<T>): Observed<T> {
  const observed: Observed<T> = {
    values: [],
    errors: [],
    completions: 0,
    unsubscribe: () => subscription.unsubscribe(),
  };
  const subscription = source.subscribe({
    next: (value) => observed.values.push(value),
    error: (error: unknown) => observed.errors.push(error),
    complete: () => observed.completions++,
  });
  return observed;
}

/** Subscribes to `count` observables, one after the other in the same tick. */
export function observeMany<T>(
  count: number,
  make: (index: number) => Observable<T>,
): Observed<T>[] {
  return Array.from({ length: count }, (_, index) => observe(make(index)));
}

/**
 * How the subscriptions ended, summed up: values and errors got, and how many have neither ended
 * nor failed.
 */
export function tally(all: readonly Observed<unknown>[]): {
  values: number;
  errors: number;
  pending: number;
} {
  return {
    values: all.reduce((sum, { values }) => sum + values.length, 0),
    errors: all.reduce((sum, { errors }) => sum + errors.length, 0),
    pending: all.filter(({ errors, completions }) => errors.length + completions === 0).length,
  };
}

/** The codes of the errors, each once; the name where an error has no code. */
export function codesOf(all: readonly Observed<unknown>[]): string[] {
  const codes = all.flatMap(({ errors }) => errors.map((error) => codeOf(error)));
  return [...new Set(codes)].sort();
}

/** The code of a SessionError, or the name of another error with its HTTP status. */
export function codeOf(error: unknown): string {
  const { code, name, status } = error as { code?: string; name?: string; status?: number };
  return code ?? (status === undefined ? (name ?? 'no error') : `HTTP ${status}`);
}
