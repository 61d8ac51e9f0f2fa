// Draws the calls and events that followed one click, for the inspector's list of bursts.

import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { type Burst, describeEvent, type Moment } from './bursts';
import { describeStatus, findReplays } from './call-story';

interface Cell {
  readonly key: string;
  readonly lane: Moment['lane'];
  readonly look: 'good' | 'refused' | 'dropped' | 'pool' | 'event' | 'bad-event';
  /** The status where it says more than a picture does. */
  readonly text: string;
  /** The path of the picture, within 12 × 12. */
  readonly picture: string;
  readonly title: string;
}

const PICTURES = {
  check: 'M2.5 6.5l2.5 2.5l4.5-6',
  cross: 'M3 3l6 6M9 3l-6 6',
  renewed: 'M9.6 4.4A4 4 0 1 0 10 6.6M10 2v2.6H7.4',
  warning: 'M6 2v5M6 9.4v.2',
  happened: 'M6 3.2v5.6M3.2 6h5.6',
} as const;

const LANES = [
  { lane: 'api', name: 'API' },
  { lane: 'pool', name: 'Pool' },
  { lane: 'session', name: 'Session' },
] as const;

/**
 * Draws a burst: one column for each moment, one lane for each place. The story beside it says the
 * same in words.
 */
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
        >
          @if (cell.picture) {
            <svg viewBox="0 0 12 12"><path [attr.d]="cell.picture" /></svg>
          } @else {
            <span class="text">{{ cell.text }}</span>
          }
        </span>
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
      const refreshed = good && call.operation === 'GetTokensFromRefreshToken';
      return {
        key: `call-${call.index}`,
        lane,
        look: call.status === 0 ? 'dropped' : !good ? 'refused' : lane === 'pool' ? 'pool' : 'good',
        text: String(call.status),
        picture: refreshed
          ? PICTURES.renewed
          : good
            ? PICTURES.check
            : call.status === 0
              ? PICTURES.cross
              : '',
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
    text: '',
    picture: bad ? PICTURES.warning : PICTURES.happened,
    title: describeEvent(event),
  };
}
