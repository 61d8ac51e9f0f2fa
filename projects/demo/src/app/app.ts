// The root component: the header, the routed page and the inspector. It moves the focus to each
// new page, and it names the page that a guard refused to open.

import { NgComponentOutlet } from '@angular/common';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  type ElementRef,
  inject,
  signal,
  viewChild,
} from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import {
  NavigationCancel,
  NavigationCancellationCode,
  NavigationEnd,
  NavigationSkipped,
  NavigationStart,
  Router,
  RouterLink,
  RouterLinkActive,
  RouterOutlet,
} from '@angular/router';
import { SessionService } from 'ngx-cognito-session';
import { DeviceQuestion } from './device-question';
import { EmulatorReach } from './emulator-reach';
import { FocusKeeper } from './focus-keeper';
import { SessionInspector } from './inspector/session-inspector';

const FOR_SIGNED_OUT = /^\/(sign-in|sign-up|confirm|reset-password)\b/;

/** The frame: the header, the routed page, and the inspector beside it. */
@Component({
  selector: 'demo-root',
  imports: [NgComponentOutlet, RouterLink, RouterLinkActive, RouterOutlet, SessionInspector],
  templateUrl: './app.html',
  styleUrl: './app.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class App {
  protected readonly session = inject(SessionService);
  protected readonly emulatorMissing = inject(EmulatorReach).missing;
  protected readonly deviceQuestion = inject(DeviceQuestion);
  protected readonly userName = computed(() => {
    const user = this.session.user();
    return user?.name ?? user?.['cognito:username'] ?? '';
  });
  /** The page that a guard did not let the signed-in user open; empty for none. */
  protected readonly turnedAwayFrom = computed(() =>
    this.session.isAuthenticated() ? this.#refusedPage() : '',
  );
  readonly #refusedPage = signal('');
  private readonly main = viewChild.required<ElementRef<HTMLElement>>('main');

  constructor() {
    inject(FocusKeeper);
    let firstPage = true;
    let refused = '';
    const router = inject(Router);
    router.events.pipe(takeUntilDestroyed()).subscribe((event) => {
      // The question belongs to the page that a sign-in opens; going on answers it with "not now".
      if (event instanceof NavigationStart) this.deviceQuestion.asked.set(undefined);
      if (event instanceof NavigationCancel) {
        const redirected = event.code === NavigationCancellationCode.Redirect;
        if (redirected && this.session.isAuthenticated()) refused ||= event.url;
      }
      // Skipped: the guards redirected to the page that is already open.
      if (event instanceof NavigationEnd || event instanceof NavigationSkipped) {
        // A sign-in comes through here, too: nobody misses the pages for signed-out users.
        this.#refusedPage.set(FOR_SIGNED_OUT.test(refused) ? '' : refused);
        // On the form the user is told on arrival: the next page opens by itself.
        if (!FOR_SIGNED_OUT.test(router.url)) refused = '';
      }
      if (event instanceof NavigationEnd) {
        // Screen readers go on at the new page; the browser has done so for the first one.
        if (!firstPage) this.main().nativeElement.focus({ preventScroll: true });
        firstPage = false;
      }
    });
  }

  protected skip(event: Event): void {
    // A plain fragment link would leave the page, because of <base href>.
    event.preventDefault();
    this.main().nativeElement.focus();
  }
}
