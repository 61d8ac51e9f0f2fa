// C12: random commands to an asynchronous store that fails, and whose writes come late. Fast-check
// prints the seed of a failure.

import fc from 'fast-check';
import { FakeClock } from '../../../test/support/fake-clock';
import { STORE_KEY } from '../../../test/support/fake-store';
import { SlowStore } from '../../../test/support/slow-store';
import { QueuedRecord } from './queued-record';

// Hundreds of runs take real time on a busy machine, though none on the fake clock.
jest.setTimeout(60_000);

describe('C12 any behaviour of the store', () => {
  const MOST_MS = 12_000;
  const operation = fc.record({
    landsMs: fc.nat({ max: MOST_MS }),
    answersMs: fc.nat({ max: MOST_MS }),
    fails: fc.boolean(),
  });
  const command = fc.record({
    do: fc.constantFrom('write', 'write', 'remove', 'read', 'save again', 'outdate'),
    pauseMs: fc.oneof(fc.constant(0), fc.nat({ max: MOST_MS })),
  });

  it('it ends with the last command, and every read returns a requested record', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(command, { minLength: 2, maxLength: 8 }),
        fc.array(operation, { minLength: 1, maxLength: 20 }),
        async (commands, operations) => {
          let next = 0;
          const clock = new FakeClock();
          // The store works again in the end: the last command must reach it.
          let well = false;
          const store = new SlowStore(clock, () =>
            well ? { landsMs: 0 } : operations[next++ % operations.length]!,
          );
          const record = new QueuedRecord(store, STORE_KEY, clock);
          let wanted: string | null = null;
          let changes = 0;
          const reads: { readonly answer: string | null; readonly wanted: string | null }[] = [];
          for (const [n, { do: what, pauseMs }] of commands.entries()) {
            if (what === 'read') {
              const [asked, before] = [wanted, changes];
              void Promise.resolve(record.read()).then((answer) => {
                // A record that was requested since may be returned, too, even if it was replaced
                // again.
                if (before === changes) reads.push({ answer: answer || null, wanted: asked });
              });
            } else if (what === 'save again') record.saveAgain();
            else if (what === 'outdate') record.invalidateRead();
            else {
              wanted = what === 'write' ? `record ${n}` : null;
              changes++;
              void record.write(wanted);
            }
            await clock.advance(pauseMs);
          }
          await clock.advance(20 * MOST_MS);
          well = true;
          record.saveAgain();
          await clock.advance(MOST_MS);
          expect(store.items.get(STORE_KEY) ?? null).toBe(wanted);
          expect(record.unsaved).toBe(false);
          for (const read of reads) expect(read.answer).toBe(read.wanted);
          expect(clock.pendingTimers).toBe(0);
        },
      ),
      { numRuns: process.env['MUTATION_RUN'] ? 100 : 500 },
    );
  });
});
