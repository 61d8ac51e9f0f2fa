import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { type Burst, describeEvent, type Moment } from './bursts';
import { describeStatus, findReplays } from './call-story';

interface Cell {
  readonly key: string;
  readonly lane: Moment['lane'];
  readonly look: 'good' | 'refused' | 'dropped' | 'pool' | 'event' | 'bad-event';
  readonly mark: string;
  readonly title: string;
}

const LANES = [
  { lane: 'api', name: 'API' },
  { lane: 'pool', name: 'Pool' },
  { lane: 'session', name: 'Session' },
] as const;

/** A burst as a picture: one column per moment, one lane per place. Its story, beside it, says the same in words. */
@Component({
  selector: 'demo-burst-tape',
  template: `
    <div class="tape" aria-hidden="true">
      @for (lane of lanes; track lane.lane; let row = $index) {
        <span class="lane" [style.grid-row]="row + 1">{{ lane.name }}</span>
        <span class="rail" [style.grid-row]="row + 1" [style.grid-column]="rails()"></span>
      }
      @for (cell of cells(); track cell.key; let column = $index) {
        <span
          class="cell"
          [class]="cell.look"
          [style.grid-column]="column + 2"
          [style.grid-row]="rowOf(cell)"
          [style.animation-delay.ms]="column * 35"
          [title]="cell.title"
          ><span>{{ cell.mark }}</span></span
        >
      }
    </div>
  `,
  styleUrl: './burst-tape.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '[style.--columns]': 'cells().length' },
})
export class BurstTape {
  readonly burst = input.required<Burst>();
  protected readonly lanes = LANES;
  protected readonly rails = computed(() => `2 / span ${this.cells().length}`);
  protected readonly cells = computed(() => {
    const { moments } = this.burst();
    const replays = findReplays(moments.flatMap((each) => ('call' in each ? [each.call] : [])));
    return moments.map((moment): Cell => {
      const { lane } = moment;
      if (lane === 'session') return { lane, ...eventCell(moment.event) };
      const { call } = moment;
      const good = call.status >= 200 && call.status < 300;
      const replay = replays.has(call) ? ', replayed' : '';
      const mark =
        call.status === 0 ? '×' : good ? (lane === 'pool' ? '↻' : '✓') : `${call.status}`;
      return {
        key: `call-${call.index}`,
        lane,
        look: call.status === 0 ? 'dropped' : !good ? 'refused' : lane === 'pool' ? 'pool' : 'good',
        mark:
          lane === 'pool' && good && call.operation !== 'GetTokensFromRefreshToken' ? '✓' : mark,
        title: `${call.operation ?? `${call.method} ${call.path}`}: ${describeStatus(call)}${replay}`,
      };
    });
  });

  protected rowOf({ lane }: Cell): number {
    return LANES.findIndex((each) => each.lane === lane) + 1;
  }
}

function eventCell(event: Parameters<typeof describeEvent>[0]): Omit<Cell, 'lane'> {
  const bad = ['refresh-failed', 'signed-out', 'store-failed', 'device-unconfirmed'].includes(
    event.type,
  );
  return {
    key: `event-${event.at}-${event.type}`,
    look: bad ? 'bad-event' : 'event',
    mark: bad ? '!' : '★',
    title: describeEvent(event),
  };
}
