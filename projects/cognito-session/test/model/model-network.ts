// The simulated network: to Cognito, whose answers can be late, lost or wrong; to the app's API;
// and to the host that serves the app's chunks.

import type { FakeClock } from '../support/fake-clock';
import { serviceError, type WireAnswer } from '../support/fake-pool';
import { API_URL } from '../support/fake-api';
import { asResponse, type CallFault, failingCheck, isCheckFault, spoil } from './call-faults';
import type { Chance } from './chance';
import type { RefreshCall } from './family';
import type { ModelPool } from './model-pool';
import type { Page } from './page';
import type { Watch } from './watch';

/** What is sent to Cognito, as far as the model reads it. */
interface CallInput {
  readonly RefreshToken?: string;
  readonly Token?: string;
  readonly AccessToken?: string;
  readonly ClientMetadata?: Readonly<Record<string, string>>;
}

/** Judges refreshes by what goes to Cognito and what comes back. */
export interface CallJudge {
  sent(call: RefreshCall): void;
  /** A page gets new tokens that are good. */
  refreshed(call: RefreshCall): void;
  /** A page gets tokens of another user for those of its session. */
  gotAnotherUser(call: RefreshCall): void;
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
  /** Until when it was not as it should be, by the monotonic clock. */
  #troubledUntil = -1;
  /**
   * Refresh tokens of sessions that a page has signed out of everywhere, for which it may ask once
   * more.
   */
  readonly signedOutEverywhere = new Map<string, Page>();

  constructor(
    private readonly clock: FakeClock,
    private readonly chance: Chance,
    private readonly watch: Watch,
    private readonly pool: ModelPool,
    private readonly endpoint: string,
    private readonly judge: CallJudge,
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
    this.#troubledUntil = Math.max(this.#troubledUntil, this.#offlineUntil);
    this.#offlineIsKnown = known;
    this.clock.schedule(ms, () => {
      if (!this.offline) back();
    });
  }

  slowDown(ms: number, extraMs: number): void {
    this.#slow = { until: this.clock.monotonic() + ms, ms: extraMs };
    this.#troubledUntil = Math.max(this.#troubledUntil, this.#slow.until);
  }

  /** Whether there was no network, or a slow one, at any time since. */
  troubledSince(at: number): boolean {
    return this.#troubledUntil >= at;
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

  /**
   * One request to the app's API or to another host; `deliver` gets the status, 0 when there is no
   * network.
   */
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
    const input = JSON.parse(init.body as string) as CallInput;
    const isRefresh = operation === 'GetTokensFromRefreshToken';
    const call = isRefresh ? this.#start(page, input, holdsLock) : undefined;
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
        const answer =
          spoil(fault, call?.family) ??
          failingCheck(fault, this.#work(operation, input, call), this.pool, call?.family);
        // Cut on its way back: the server has rotated the token.
        if (fault === 'cutBody') this.#work(operation, input, call);
        if (fault === 'lostAnswer') {
          fail();
          return;
        }
        if (fault === 'lostAndHangs') return;
        arrive(() => {
          if (call && !init.signal?.aborted) this.#answered(call, fault, answer);
          resolve(answer);
        });
      });
    }).then(asResponse);
  }

  #answered(call: RefreshCall, fault: CallFault | undefined, { status }: WireAnswer): void {
    call.answered = fault === undefined || isCheckFault(fault);
    if (status !== 200) return;
    if (fault === undefined) this.judge.refreshed(call);
    if (fault === 'anotherUser') this.judge.gotAnotherUser(call);
  }

  #work(operation: string, input: CallInput, call: RefreshCall | undefined): WireAnswer {
    if (call) return this.pool.refresh(call);
    if (operation === 'RevokeToken') return this.pool.revoke(input.Token ?? '');
    if (operation === 'GlobalSignOut') return this.pool.globalSignOut(input.AccessToken ?? '');
    return serviceError('InvalidParameterException');
  }

  #start(page: Page, input: CallInput, holdsLock: boolean): RefreshCall {
    const refreshToken = input.RefreshToken ?? '';
    const call: RefreshCall = {
      page,
      refreshToken,
      family: this.pool.familyOf(refreshToken),
      startedAt: this.clock.monotonic(),
      forSignOut:
        this.signedOutEverywhere.get(refreshToken) === page &&
        this.signedOutEverywhere.delete(refreshToken),
      withoutLock: !holdsLock,
      metadata: input.ClientMetadata?.['reason'],
      answered: false,
    };
    for (const other of this.#inFlight) if (!other.page.alive) this.#inFlight.delete(other);
    this.watch.refreshStarted(call, [...this.#inFlight]);
    this.judge.sent(call);
    this.#inFlight.add(call);
    return call;
  }

  #way(kind: 'api' | 'network'): number {
    const slow = this.clock.monotonic() < this.#slow.until ? this.#slow.ms : 0;
    return this.chance.upTo(kind, MOST_WAY_MS + slow);
  }
}
