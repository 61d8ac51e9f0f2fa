// What can happen in the simulated world: steps as plain data, which print themselves, shrink, and
// can be kept.

import fc from 'fast-check';
import { CALL_FAULTS, type CallFault } from './call-faults';
import { SETTING } from './metadata-watch';
import type { User } from './family';
import type { StoreFault, StoreOperation } from './model-storage';
import type { WorldOptions } from './world';

/** One thing that happens; `tab` counts the open tabs, modulo their number. */
export type Happening =
  | { readonly do: 'sign in'; readonly tab: number; readonly user: User }
  | {
      readonly do: 'sign in slowly';
      readonly tab: number;
      readonly user: User;
      /** From its first call to its tokens, in milliseconds. */
      readonly ms: number;
    }
  | { readonly do: 'sign out'; readonly tab: number; readonly everywhere: boolean }
  | { readonly do: 'request'; readonly tab: number; readonly to: 'api' | 'elsewhere' }
  | { readonly do: 'request answered 401'; readonly tab: number }
  | { readonly do: 'get session'; readonly tab: number }
  | { readonly do: 'all get session' }
  | {
      readonly do: 'refresh session';
      readonly tab: number;
      /** One call of it for each; without any one call that brings no metadata. */
      readonly metadata?: readonly string[];
    }
  | {
      readonly do: 'wake';
      readonly tab: number;
      readonly by: 'focus' | 'pageshow' | 'visibilitychange';
    }
  | { readonly do: 'hide'; readonly tab: number }
  | { readonly do: 'open tab' }
  | { readonly do: 'close tab'; readonly tab: number }
  | { readonly do: 'freeze'; readonly tab: number }
  | { readonly do: 'thaw'; readonly tab: number }
  | {
      readonly do: 'store fails';
      readonly operations: readonly StoreOperation[];
      readonly error: StoreFault['error'];
      readonly ms: number;
    }
  | { readonly do: 'store is slow'; readonly ms: number; readonly extraMs: number }
  | { readonly do: 'store is cleared' }
  | { readonly do: 'store is overwritten'; readonly with: string }
  | { readonly do: 'calls fail'; readonly how: readonly CallFault[] }
  | { readonly do: 'offline'; readonly ms: number; readonly known: boolean }
  | { readonly do: 'slow network'; readonly ms: number; readonly extraMs: number }
  | { readonly do: 'tokens are disowned' }
  | { readonly do: 'user is revoked'; readonly user: User }
  | { readonly do: 'clock is set'; readonly ms: number };

/** A happening, and how long nothing else happens after it, in milliseconds. */
export type Step = Happening & { readonly then: number };

const MINUTE = 60_000;
const tab = fc.nat({ max: 4 });
const user = fc.constantFrom<User>('A', 'A', 'B', 'C');

/** From races to long absences. */
const then: fc.Arbitrary<number> = fc.oneof(
  { weight: 6, arbitrary: fc.nat({ max: 40 }) },
  { weight: 3, arbitrary: fc.integer({ min: 40, max: 3000 }) },
  { weight: 2, arbitrary: fc.integer({ min: 3000, max: MINUTE }) },
  { weight: 2, arbitrary: fc.integer({ min: MINUTE, max: 90 * MINUTE }) },
);
const spell = fc.oneof(
  fc.integer({ min: 1, max: 5000 }),
  fc.integer({ min: 5000, max: 90 * MINUTE }),
);

const happenings: readonly [weight: number, fc.Arbitrary<Happening>][] = [
  [7, fc.record({ do: fc.constant('sign in' as const), tab, user })],
  [
    4,
    fc.record({
      do: fc.constant('sign in slowly' as const),
      tab,
      user,
      ms: fc.oneof(fc.nat({ max: 200 }), fc.integer({ min: 200, max: 5 * MINUTE })),
    }),
  ],
  [3, fc.record({ do: fc.constant('sign out' as const), tab, everywhere: fc.boolean() })],
  [
    6,
    fc.record({
      do: fc.constant('request' as const),
      tab,
      to: fc.constantFrom('api' as const, 'api' as const, 'elsewhere' as const),
    }),
  ],
  [3, fc.record({ do: fc.constant('request answered 401' as const), tab })],
  [3, fc.record({ do: fc.constant('get session' as const), tab })],
  [4, fc.constant<Happening>({ do: 'all get session' })],
  [
    6,
    fc.record({
      do: fc.constant('refresh session' as const),
      tab,
      metadata: fc.array(fc.constantFrom('x', 'y', SETTING.reason), { maxLength: 3 }),
    }),
  ],
  [
    2,
    fc.record({
      do: fc.constant('wake' as const),
      tab,
      by: fc.constantFrom('focus' as const, 'pageshow' as const, 'visibilitychange' as const),
    }),
  ],
  [1, fc.record({ do: fc.constant('hide' as const), tab })],
  [2, fc.constant<Happening>({ do: 'open tab' })],
  [2, fc.record({ do: fc.constant('close tab' as const), tab })],
  [2, fc.record({ do: fc.constant('freeze' as const), tab })],
  [3, fc.record({ do: fc.constant('thaw' as const), tab })],
  [
    1,
    fc.record({
      do: fc.constant('store fails' as const),
      operations: fc.subarray<StoreOperation>(['get', 'set', 'remove'], { minLength: 1 }),
      error: fc.constantFrom('SecurityError' as const, 'QuotaExceededError' as const),
      ms: spell,
    }),
  ],
  [
    2,
    fc.record({
      do: fc.constant('store is slow' as const),
      ms: spell,
      extraMs: fc.constantFrom(3000, 8000, 20_000),
    }),
  ],
  [1, fc.constant<Happening>({ do: 'store is cleared' })],
  [
    1,
    fc.record({
      do: fc.constant('store is overwritten' as const),
      with: fc.constantFrom('', '{', 'null', '{"v":1,"generation":"g"}', '[]'),
    }),
  ],
  [
    3,
    fc.record({
      do: fc.constant('calls fail' as const),
      how: fc.array(fc.constantFrom(...CALL_FAULTS), { minLength: 1, maxLength: 4 }),
    }),
  ],
  [1, fc.record({ do: fc.constant('offline' as const), ms: spell, known: fc.boolean() })],
  [
    2,
    fc.record({
      do: fc.constant('slow network' as const),
      ms: spell,
      extraMs: fc.constantFrom(300, 3000, 12_000),
    }),
  ],
  [2, fc.constant<Happening>({ do: 'tokens are disowned' })],
  [1, fc.record({ do: fc.constant('user is revoked' as const), user })],
  [
    1,
    fc.record({
      do: fc.constant('clock is set' as const),
      ms: fc.constantFrom(-120 * MINUTE, -MINUTE, MINUTE, 120 * MINUTE),
    }),
  ],
];

/** A step of any kind. */
export const anyStep: fc.Arbitrary<Step> = fc
  .tuple(fc.oneof(...happenings.map(([weight, arbitrary]) => ({ weight, arbitrary }))), then)
  .map(([body, ms]) => ({ ...body, then: ms }));

/** A world of any kind. */
export const anyWorld: fc.Arbitrary<WorldOptions> = fc.record({
  chance: fc.nat(),
  rotation: fc.boolean(),
  graceMs: fc.constantFrom(0, 60_000),
  lifetimeSeconds: fc.constantFrom(300, 3600),
  store: fc.constantFrom('web' as const, 'web' as const, 'web' as const, 'database' as const),
});
