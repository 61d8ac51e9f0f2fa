// The simulated network: to Cognito, whose answers can be late, lost or wrong; to the app's API; and to the host that
// serves the app's chunks.

import type { FakeClock } from '../../testing-support/fake-clock';
import { json, serviceError, type WireAnswer } from '../../testing-support/fake-pool';
import { API_URL } from '../../testing-support/fake-api';
import type { Chance } from './chance';
import type { Family, ModelPool } from './model-pool';
import type { Page } from './page';
import type { Watch } from './watch';

/** What becomes of one call to Cognito. `lost…`: the server has done its work, and the answer does not arrive. */
export const CALL_FAULTS = [
  'lostRequest',
  'lostAnswer',
  'hangs',
  'lostAndHangs',
  'http500',
  'http503',
  'throttled',
  'throttled120s',
  'refused',
  'html',
  'noTokens',
  'brokenTokens',
  'cutBody',
  'anotherUser',
] as const;
export type CallFault = (typeof CALL_FAULTS)[number];

/** A refresh on its way. */
export interface RefreshCall {
  readonly page: Page;
  readonly refreshToken: string;
  readonly family: Family | undefined;
  readonly startedAt: number;
  /** Sign-out everywhere asks for an access token to sign out with; nothing is kept of the answer. */
  readonly forSignOut: boolean;
  /** Whether the page had given the lock up or lost it when it called. */
  readonly withoutLock: boolean;
  /** When it ended for the page. */
  endedAt?: number;
  /** Whether the page got the server's answer. */
  answered: boolean;
}

/** Longest way of a request or an answer, in milliseconds. */
const MOST_WAY_MS = 60;

/** The network of one device. */
export class ModelNetwork {
  /** Until when there is none, by the monotonic clock. */
  #offlineUntil = 0;
  /** Whether the browser knows. */
  #offlineIsKnown = false;
  #slow = { until: 0, ms: 0 };
  readonly faults: CallFault[] = [];
  readonly #inFlight = new Set<RefreshCall>();
  /** Refresh tokens of sessions that a page has signed out of everywhere, for which it may ask once more. */
  readonly signedOutEverywhere = new Map<string, Page>();

  constructor(
    private readonly clock: FakeClock,
    private readonly chance: Chance,
    private readonly watch: Watch,
    private readonly pool: ModelPool,
    private readonly endpoint: string,
  ) {}

  /** What `navigator.onLine` says. */
  get online(): boolean {
    return !(this.offline && this.#offlineIsKnown);
  }

  get offline(): boolean {
    return this.clock.monotonic() < this.#offlineUntil;
  }

  goOffline(ms: number, known: boolean, back: () => void): void {
    this.#offlineUntil = this.clock.monotonic() + ms;
    this.#offlineIsKnown = known;
    this.clock.schedule(ms, () => {
      if (!this.offline) back();
    });
  }

  slowDown(ms: number, extraMs: number): void {
    this.#slow = { until: this.clock.monotonic() + ms, ms: extraMs };
  }

  /** Everything works again. */
  recover(): void {
    this.faults.length = 0;
    this.#offlineUntil = this.#slow.until = 0;
  }

  /** A chunk of the app, as `import()` gets it; says whether it was lost. */
  loadChunk(page: Page, settled: (lost: boolean) => void): void {
    const lost = this.offline;
    this.clock.schedule(this.chance.upTo('chunk', MOST_WAY_MS), () =>
      page.run(() => settled(lost)),
    );
  }

  /** One request to the app's API or to another host; `deliver` gets the status, 0 when there is no network. */
  callApi(
    page: Page,
    url: string,
    token: string | null,
    forced: number | undefined,
    deliver: (status: number) => void,
  ): () => void {
    const lost = this.offline;
    return this.clock.schedule(this.#way('api'), () => {
      const ours = url.startsWith(API_URL);
      const status = lost
        ? 0
        : (forced ?? (!ours || (token && this.pool.accepts(token)) ? 200 : 401));
      this.clock.schedule(this.#way('api'), () => page.run(() => deliver(status)));
    });
  }

  /** `fetch` as the page has it. */
  fetch(page: Page, holdsLock: boolean, url: string, init: RequestInit): Promise<Response> {
    if (url !== this.endpoint) this.watch.violated('I3', `a call to ${url} with a token in it`);
    const operation = new Headers(init.headers).get('x-amz-target')?.split('.').pop() ?? '';
    const input = JSON.parse(init.body as string) as Record<string, string>;
    const isRefresh = operation === 'GetTokensFromRefreshToken';
    const call = isRefresh ? this.#start(page, input['RefreshToken'] ?? '', holdsLock) : undefined;
    const fault = call && !this.offline ? this.faults.shift() : undefined;
    const lost = this.offline || fault === 'lostRequest';
    const end = (): void => {
      if (!call) return;
      call.endedAt ??= this.clock.monotonic();
      this.#inFlight.delete(call);
    };
    return new Promise<WireAnswer>((resolve, reject) => {
      const arrive = (task: () => void): void =>
        void this.clock.schedule(this.#way('network'), () =>
          page.run(() => {
            end();
            task();
          }),
        );
      const fail = (): void => arrive(() => reject(new TypeError('Failed to fetch')));
      init.signal?.addEventListener('abort', () => {
        end();
        reject(new DOMException('aborted', 'AbortError'));
      });
      this.clock.schedule(this.#way('network'), () => {
        if (lost) {
          fail();
          return;
        }
        if (fault === 'hangs') return;
        const spoilt =
          fault === 'anotherUser' ? this.#another(call?.family) : spoil(fault, call?.family);
        const answer = spoilt ?? this.#work(operation, input, call);
        // Cut on its way back: the server has rotated the token.
        if (fault === 'cutBody') this.#work(operation, input, call);
        if (fault === 'lostAnswer') {
          fail();
          return;
        }
        if (fault === 'lostAndHangs') return;
        const whole = fault === undefined;
        arrive(() => {
          if (call && whole && !init.signal?.aborted) call.answered = true;
          resolve(answer);
        });
      });
    }).then(asResponse);
  }

  #work(
    operation: string,
    input: Record<string, string>,
    call: RefreshCall | undefined,
  ): WireAnswer {
    if (call) return this.pool.refresh(call);
    if (operation === 'RevokeToken') return this.pool.revoke(input['Token'] ?? '');
    if (operation === 'GlobalSignOut') return this.pool.globalSignOut(input['AccessToken'] ?? '');
    return serviceError('InvalidParameterException');
  }

  /** Good tokens, but not this user's. */
  #another(family: Family | undefined): WireAnswer {
    const tokens = this.pool.signIn(family?.user === 'A' ? 'B' : 'A');
    return json(200, { AuthenticationResult: tokens });
  }

  #start(page: Page, refreshToken: string, holdsLock: boolean): RefreshCall {
    const call: RefreshCall = {
      page,
      refreshToken,
      family: this.pool.familyOf(refreshToken),
      startedAt: this.clock.monotonic(),
      forSignOut:
        this.signedOutEverywhere.get(refreshToken) === page &&
        this.signedOutEverywhere.delete(refreshToken),
      withoutLock: !holdsLock,
      answered: false,
    };
    for (const other of this.#inFlight) if (!other.page.alive) this.#inFlight.delete(other);
    this.watch.refreshStarted(call, [...this.#inFlight]);
    this.#inFlight.add(call);
    return call;
  }

  #way(kind: 'api' | 'network'): number {
    const slow = this.clock.monotonic() < this.#slow.until ? this.#slow.ms : 0;
    return this.chance.upTo(kind, MOST_WAY_MS + slow);
  }
}

/** What Cognito, or something on the way, answers instead of doing its work. */
function spoil(fault: CallFault | undefined, family: Family | undefined): WireAnswer | undefined {
  const html = { status: 200, headers: {}, body: '<html>Welcome to the hotel</html>' };
  const throttled = serviceError('TooManyRequestsException', 429);
  switch (fault) {
    case 'http500':
      return serviceError('InternalErrorException', 500);
    case 'http503':
      return { ...html, status: 503 };
    case 'throttled':
      return throttled;
    case 'throttled120s':
      return { ...throttled, headers: { ...throttled.headers, 'retry-after': '120' } };
    case 'refused':
      if (family) family.definitive++;
      return serviceError('NotAuthorizedException');
    case 'html':
      return html;
    case 'noTokens':
      return json(200, {});
    case 'brokenTokens':
      return json(200, { AuthenticationResult: { IdToken: 'a.b.c', AccessToken: 'd.e.f' } });
    case 'cutBody':
      return { status: 200, headers: {}, body: '{"AuthenticationResult":{"IdTok' };
    default:
      return undefined;
  }
}

/** What the gateway reads of a response. */
function asResponse({ status, headers, body }: WireAnswer): Response {
  const named = { get: (name: string): string | null => headers[name.toLowerCase()] ?? null };
  const ok = status >= 200 && status < 300;
  return { status, ok, headers: named, text: async () => body } as unknown as Response;
}
