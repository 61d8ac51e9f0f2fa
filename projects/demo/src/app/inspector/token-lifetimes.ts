// The inspector's bars for the three tokens. They show when the library will refresh a token.

import {
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  inject,
  signal,
} from '@angular/core';
import { SessionService } from 'ngx-cognito-session';
import { formatDuration } from './format-time';

interface Lifetime {
  readonly id: 'id-token' | 'access-token' | 'refresh-token';
  readonly name: string;
  /** Seconds; NaN if the app does not know. */
  readonly left: number;
  readonly whole: number;
  /** The share of the lifetime in which the library refreshes the token before its next use. */
  readonly margin: number;
}

/** Shows the remaining lifetime of each token as a moving bar, by the clock of the pool. */
@Component({
  selector: 'demo-token-lifetimes',
  templateUrl: './token-lifetimes.html',
  styleUrl: './token-lifetimes.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TokenLifetimes {
  readonly #session = inject(SessionService).session;
  readonly #nowSeconds = signal(Date.now() / 1000);
  protected readonly lifetimes = computed((): readonly Lifetime[] => {
    const session = this.#session();
    const now = this.#nowSeconds() - (session?.getClockDrift() ?? 0);
    const { iat, exp, auth_time } = session?.getIdToken().payload ?? {};
    const access = session?.getAccessToken().payload ?? {};
    const whole = LOCAL_COGNITO.refreshTokenValiditySeconds ?? NaN;
    return [
      { id: 'id-token', name: 'ID token', margin: margin(iat, exp), ...span(iat, exp, now) },
      {
        id: 'access-token',
        name: 'Access token',
        margin: margin(access.iat, access.exp),
        ...span(access.iat, access.exp, now),
      },
      {
        id: 'refresh-token',
        name: 'Refresh token',
        margin: 0,
        ...span(auth_time, (auth_time ?? NaN) + whole, now),
      },
    ];
  });

  constructor() {
    const ticking = setInterval(() => this.#nowSeconds.set(Date.now() / 1000), 1000);
    inject(DestroyRef).onDestroy(() => clearInterval(ticking));
  }

  protected share({ left, whole }: Lifetime): number {
    return whole > 0 ? Math.min(1, Math.max(0, left / whole)) : 0;
  }

  protected describe(lifetime: Lifetime): string {
    if (!this.#session()) return 'no session';
    const { left, whole, margin } = lifetime;
    if (Number.isNaN(left)) return 'unknown';
    if (left <= 0) return 'expired';
    return formatDuration(left) + (left < whole * margin ? ' due' : ' left');
  }
}

/**
 * The library's default: it refreshes a token in its last 60 s, or in its last fifth if that is
 * shorter.
 */
function margin(iat = NaN, exp = NaN): number {
  const whole = exp - iat;
  return whole > 0 ? Math.min(60, whole * 0.2) / whole : 0;
}

function span(from = NaN, to = NaN, now: number): { left: number; whole: number } {
  return { left: to - now, whole: to - from };
}
