// The test controls of the whole emulator; the control route offers the same over HTTP.

import type { Call, CallLog } from '../server/call-log';
import type { Fault, Faults } from '../server/faults';
import type { MovableClock } from '../pool/movable-clock';
import type { Outages, OutageTarget } from '../server/outages';
import { PoolTestControls } from './pool-test-controls';
import type { PoolState } from '../state/pool-state';

/** The state that all pools and the API share. */
export interface SharedState {
  readonly clock: MovableClock;
  readonly faults: Faults;
  readonly outages: Outages;
  readonly log: CallLog;
}

/** Inspects the emulator and makes it fail. The controls of a pool act on the first pool. */
export class TestControls extends PoolTestControls {
  private readonly pools: readonly PoolTestControls[];

  constructor(
    private readonly shared: SharedState,
    private readonly first: PoolState,
    further: readonly PoolState[],
  ) {
    super(first);
    this.pools = further.map((state) => new PoolTestControls(state));
  }

  /** The controls of one pool; throws a `RangeError` for an unknown id. */
  pool(userPoolId: string): PoolTestControls {
    const pools = [this, ...this.pools];
    const found = pools.find((pool) => pool.userPoolId === userPoolId);
    if (found === undefined) {
      const ids = pools.map((pool) => pool.userPoolId).join(', ');
      throw new RangeError(`pool must be one of ${ids}`);
    }
    return found;
  }

  /** A copy of the log, oldest first. */
  get calls(): readonly Call[] {
    return this.shared.log.since(0);
  }

  /** A copy of the calls with `index >= since`, oldest first. */
  callsSince(since: number): readonly Call[] {
    return this.shared.log.since(since);
  }

  /** Forgets the logged calls; the numbering goes on. */
  clearCalls(): void {
    this.shared.log.clear();
  }

  /** Sets a fault for the next calls; throws a `RangeError` that names a wrong field. */
  fault(fault: Fault): void {
    this.shared.faults.add(fault);
  }

  /** Removes the faults that no call has met yet. */
  clearFaults(): void {
    this.shared.faults.clear();
  }

  /** Adds seconds to the emulator's clock; fractions and negative values allowed. */
  moveClock(seconds: number): void {
    this.shared.clock.move(seconds);
  }

  /** Sets whether the gateway's own refusals carry CORS headers. */
  setApiCors(on: boolean): void {
    this.first.settings.setApiCors(on);
  }

  /** Drops every connection to the target, or stops doing so; the control route stays reachable. */
  setOffline(target: OutageTarget, on: boolean): void {
    this.shared.outages.set(target, on);
  }

  /** Restores all pools, the clock, faults, outages and the log as at the start. */
  override reset(): void {
    const { clock, faults, outages, log } = this.shared;
    clock.reset();
    super.reset();
    for (const pool of this.pools) {
      pool.reset();
    }
    faults.clear();
    outages.clear();
    log.clear();
  }
}
