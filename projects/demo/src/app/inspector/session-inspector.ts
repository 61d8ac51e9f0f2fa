// The inspector beside each page. It shows the session live and holds the buttons that break
// things.

import {
  afterRenderEffect,
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  type ElementRef,
  inject,
  signal,
  viewChild,
} from '@angular/core';
import { SessionService } from 'ngx-cognito-session';
import { chosenStorage, reloadWithStorage, storageKinds } from '../storage-choice';
import { BurstTape } from './burst-tape';
import { describeEvent, toBursts } from './bursts';
import { CallLog } from './call-log';
import { describeStatus } from './call-story';
import { ClaimsPanel } from './claims-panel';
import { EventLog } from './event-log';
import { formatTime } from './format-time';
import { LeverPanel } from './lever-panel';
import { SignOutStory } from './sign-out-story';
import { TokenLifetimes } from './token-lifetimes';

const SHOWN_BURSTS = 3;
/** As in app.css: from this width on the inspector is beside the page. */
const WIDE = '(min-width: 64rem)';

/**
 * Shows the session live: its state, lifetimes, claims and events, beside the buttons that break
 * things.
 */
@Component({
  selector: 'demo-session-inspector',
  imports: [BurstTape, ClaimsPanel, LeverPanel, SignOutStory, TokenLifetimes],
  templateUrl: './session-inspector.html',
  styleUrl: './session-inspector.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SessionInspector {
  readonly #log = inject(CallLog);
  readonly #eventLog = inject(EventLog);
  protected readonly open = signal(matchMedia(WIDE).matches);
  protected readonly state = inject(SessionService).state;
  protected readonly reason = computed(() => {
    const state = this.state();
    return state.status === 'signed-out' ? state.reason : '';
  });
  protected readonly calls = this.#log.calls;
  protected readonly events = this.#eventLog.events;
  protected readonly bursts = computed(() =>
    toBursts(this.calls(), this.events()).slice(0, SHOWN_BURSTS),
  );
  protected readonly storageKinds = storageKinds;
  protected readonly storage = chosenStorage();
  protected readonly describeEvent = describeEvent;
  protected readonly describeStatus = describeStatus;
  protected readonly formatTime = formatTime;
  private readonly callList = viewChild<ElementRef<HTMLElement>>('callList');
  private readonly eventList = viewChild<ElementRef<HTMLElement>>('eventList');

  constructor() {
    effect((onCleanup) => {
      if (!this.open()) return;
      const watching = this.#log.watch();
      onCleanup(() => watching.unsubscribe());
    });
    // The newest entry is the last one, so the lists scroll to their ends.
    afterRenderEffect(() => {
      this.calls();
      scrollToEnd(this.callList());
    });
    afterRenderEffect(() => {
      this.events();
      scrollToEnd(this.eventList());
    });
  }

  /** Degrees on the colour wheel; equal for calls that carried the same token. */
  protected hueOf(fingerprint: string): number {
    return (parseInt(fingerprint.slice(0, 4), 16) * 137) % 360;
  }

  protected choose(value: string): void {
    const kind = storageKinds.find((each) => each === value);
    if (kind) reloadWithStorage(kind);
  }

  protected clear(): void {
    this.#log.clear();
    this.#eventLog.clear();
  }
}

function scrollToEnd(list: ElementRef<HTMLElement> | undefined): void {
  if (list) list.nativeElement.scrollTop = list.nativeElement.scrollHeight;
}
