// The inspector's view of the claims in the ID token and the access token.

import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { SessionService } from 'ngx-cognito-session';

const TIMES = ['iat', 'exp', 'auth_time'];

/** Shows the claims of both JWTs, never the tokens: anybody who sees a token can use it. */
@Component({
  selector: 'demo-claims-panel',
  template: `
    @for (token of tokens(); track token.name) {
      <section [attr.aria-label]="'Claims of the ' + token.name">
        <h4>{{ token.name }} <span class="redacted">token hidden</span></h4>
        <dl>
          @for (claim of token.claims; track claim.name) {
            <div>
              <dt>{{ claim.name }}</dt>
              <dd>{{ claim.value }}</dd>
            </div>
          }
        </dl>
      </section>
    } @empty {
      <p class="empty">There are no claims without a session.</p>
    }
  `,
  styleUrl: './claims-panel.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ClaimsPanel {
  readonly #session = inject(SessionService).session;
  protected readonly tokens = computed(() => {
    const session = this.#session();
    if (!session) return [];
    return [
      { name: 'ID token', claims: toClaims(session.getIdToken().payload) },
      { name: 'Access token', claims: toClaims(session.getAccessToken().payload) },
    ];
  });
}

function toClaims(payload: object): { name: string; value: string }[] {
  return Object.entries(payload).map(([name, value]: [string, unknown]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const time = TIMES.includes(name) && typeof value === 'number' ? value : undefined;
    return {
      name,
      value: time === undefined ? text : `${text} (${new Date(time * 1000).toLocaleTimeString()})`,
    };
  });
}
