// Tests commands: they run when called, and replay their one result, error or completion to later
// subscribers.

import { EMPTY, Observable, of, Subject, throwError } from 'rxjs';
import { runNow } from './run-now';
import { observe } from '../test/support/observed';

const seen = (source: Observable<unknown>): unknown[] => {
  const { values, errors, completions } = observe(source);
  return [...values, ...errors, `${completions} ends`];
};

describe('runNow', () => {
  it('runs once, for any number of subscribers', () => {
    let runs = 0;
    const source = new Observable<number>((observer) => {
      observer.next(++runs);
      observer.complete();
    });
    const outcome$ = runNow(source);
    expect(runs).toBe(1);
    expect([seen(outcome$), seen(outcome$), runs]).toEqual([[1, '1 ends'], [1, '1 ends'], 1]);
  });

  it('emits the same value to early and late subscribers', () => {
    const source = new Subject<string>();
    const outcome$ = runNow(source);
    const waiting = observe(outcome$);
    const nested: string[] = [];
    outcome$.subscribe(() => outcome$.subscribe((value) => nested.push(value)));
    expect(waiting.values).toEqual([]);
    source.next('a');
    source.complete();
    expect([waiting.values, waiting.completions, nested]).toEqual([['a'], 1, ['a']]);
    expect(seen(outcome$)).toEqual(['a', '1 ends']);
  });

  it('replays an error and an end without a value', () => {
    const error = new Error('refused');
    const failed$ = runNow(throwError(() => error));
    expect([seen(failed$), seen(failed$)]).toEqual([
      [error, '0 ends'],
      [error, '0 ends'],
    ]);
    expect(seen(runNow(EMPTY))).toEqual(['1 ends']);
    expect(seen(runNow(of(undefined)))).toEqual([undefined, '1 ends']);
  });
});
