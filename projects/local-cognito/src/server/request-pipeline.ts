// The steps of both servers before and after a call's work: faults, outages, the log.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { drop, send, sendHalf, type Answer } from './answer';
import type { Call, Caller, CallLog, ServerName } from './call-log';
import { waitsOf, type Fault, type Faults } from './faults';
import type { Outages } from './outages';
import type { MovableClock } from '../pool/movable-clock';
import { receive, type ReceivedRequest } from './received-request';

/** A service of the emulator: the pool or the API. */
export interface Service {
  readonly name: ServerName;
  /** The operation that the request names, or null. */
  operation(request: ReceivedRequest): string | null;
  caller(request: ReceivedRequest): Caller;
  preflight(request: ReceivedRequest): Answer;
  /** Does the work. */
  answer(request: ReceivedRequest): Promise<Answer>;
  /** This service's answer when it fails with a status. */
  failure(status: number, errorType?: string, message?: string): Answer;
  throttled(): Answer;
  blockedByWaf(): Answer;
  /** An answer from another server in front of the service, readable across origins. */
  foreign(status: number, contentType: string, body: string): Answer;
  /** Does the call carry a refresh token that is already replaced? Checked before the work. */
  reusesRefreshToken(request: ReceivedRequest): boolean;
  /** Breaks the tokens of an answer; an answer without tokens stays as it is. */
  withBrokenTokens(request: ReceivedRequest, answer: Answer, fault: Fault): Promise<Answer>;
}

type Delivery = 'whole' | 'half' | 'none';

/** Handles a service's calls: outages, faults, the delivery of the answer, and the log. */
export class RequestPipeline {
  private readonly stopping = new AbortController();

  constructor(
    private readonly service: Service,
    private readonly faults: Faults,
    private readonly outages: Outages,
    private readonly log: CallLog,
    private readonly clock: MovableClock,
  ) {}

  /** Never rejects: a call that cannot be answered is dropped. */
  async serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      // AWS sends it too. The same clock checks tokens and timestamps.
      response.setHeader('Date', new Date(this.clock.now()).toUTCString());
      const request = await receive(message);
      if (request.method === 'OPTIONS') {
        this.answerPreflight(request, response);
      } else {
        await this.answerCall(request, response);
      }
    } catch {
      drop(response);
    }
  }

  /** Drops the calls that a fault holds. */
  stop(): void {
    this.stopping.abort();
  }

  private answerPreflight(request: ReceivedRequest, response: ServerResponse): void {
    if (this.outages.has(this.service.name)) {
      drop(response);
    } else {
      send(response, this.service.preflight(request));
    }
  }

  private async answerCall(request: ReceivedRequest, response: ServerResponse): Promise<void> {
    // Read first: the work may end the token's session.
    const caller = this.service.caller(request);
    if (this.outages.has(this.service.name)) {
      this.deliver(request, { ...caller, refreshTokenReused: false }, response, 'none', null);
      return;
    }
    const fault = this.faults.take(this.service.operation(request), request.path);
    const waits = waitsOf(fault);
    await this.hold(waits.work);
    const refreshTokenReused = this.service.reusesRefreshToken(request);
    const answer = await this.answerUnder(fault, request);
    await this.hold(waits.answer);
    const logged = { ...caller, refreshTokenReused };
    this.deliver(request, logged, response, deliveryUnder(fault), answer);
  }

  private async hold(ms: number): Promise<void> {
    if (ms > 0) {
      await wait(ms, undefined, { signal: this.stopping.signal });
    }
  }

  private async answerUnder(fault: Fault | null, request: ReceivedRequest): Promise<Answer | null> {
    switch (fault?.kind) {
      case 'drop':
        return null;
      case 'status':
        return this.service.failure(fault.status ?? 500, fault.errorType, fault.message);
      case 'throttle':
        return this.service.throttled();
      case 'waf':
        return this.service.blockedByWaf();
      case 'html':
        return this.service.foreign(fault.status ?? 200, 'text/html; charset=utf-8', page);
      case 'empty':
        return this.service.foreign(200, 'application/json', '');
      case 'redirect':
        return this.redirect(fault);
      case 'broken-tokens':
        return this.service.withBrokenTokens(request, await this.service.answer(request), fault);
      default:
        return this.service.answer(request);
    }
  }

  /** Readable across origins, so that a client can follow the redirect. */
  private redirect({ status = 307, location = '' }: Fault): Answer {
    const answer = this.service.foreign(status, 'text/plain', '');
    return { ...answer, headers: { ...answer.headers, Location: location } };
  }

  /** Logs before it sends, so that a client with the answer finds the call in the log. */
  private deliver(
    request: ReceivedRequest,
    caller: Caller & Pick<Call, 'refreshTokenReused'>,
    response: ServerResponse,
    delivery: Delivery,
    answer: Answer | null,
  ): void {
    const whole = delivery === 'whole' && answer !== null;
    this.log.add({
      at: request.at,
      server: this.service.name,
      operation: this.service.operation(request),
      method: request.method,
      path: request.path,
      status: whole ? answer.status : 0,
      error: whole ? answer.error : null,
      ...caller,
    });
    if (answer === null || delivery === 'none') {
      drop(response);
    } else if (delivery === 'half') {
      sendHalf(response, answer);
    } else {
      send(response, answer);
    }
  }
}

const page = '<!doctype html><title>Welcome</title><p>Sign in to this network to go on.</p>\n';

function deliveryUnder(fault: Fault | null): Delivery {
  switch (fault?.kind) {
    case 'drop':
    case 'lose-answer':
      return 'none';
    case 'cut':
      return 'half';
    default:
      return 'whole';
  }
}
