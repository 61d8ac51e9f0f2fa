// Several pools behind one URL.

import type { Answer } from './answer';
import type { Caller } from './call-log';
import type { Fault } from './faults';
import type { Service } from './request-pipeline';
import type { PoolService } from './pool-service';
import type { ReceivedRequest } from './received-request';

/**
 * Passes every call to its pool, as the service does: by `ClientId`, else by the access token or
 * the session. A call without a known pool goes to the first pool, which refuses it.
 */
export class PoolRouter implements Service {
  readonly name = 'pool';

  constructor(
    private readonly first: PoolService,
    private readonly further: readonly PoolService[],
  ) {}

  operation(request: ReceivedRequest): string | null {
    return this.first.operation(request);
  }

  caller(request: ReceivedRequest): Caller {
    return this.pool(request).caller(request);
  }

  preflight(request: ReceivedRequest): Answer {
    return this.first.preflight(request);
  }

  answer(request: ReceivedRequest): Promise<Answer> {
    return this.pool(request).answer(request);
  }

  failure(status: number, errorType?: string, message?: string): Answer {
    return this.first.failure(status, errorType, message);
  }

  throttled(): Answer {
    return this.first.throttled();
  }

  blockedByWaf(): Answer {
    return this.first.blockedByWaf();
  }

  foreign(status: number, contentType: string, body: string): Answer {
    return this.first.foreign(status, contentType, body);
  }

  reusesRefreshToken(request: ReceivedRequest): boolean {
    return this.pool(request).reusesRefreshToken(request);
  }

  withBrokenTokens(request: ReceivedRequest, answer: Answer, fault: Fault): Promise<Answer> {
    return this.pool(request).withBrokenTokens(request, answer, fault);
  }

  private pool(request: ReceivedRequest): PoolService {
    return this.further.find((pool) => pool.serves(request)) ?? this.first;
  }
}
