// The protected API behind its gateway.

import type { Answer } from './answer';
import { findResource } from './api-resources';
import type { Caller } from './call-log';
import type { Service } from './request-pipeline';
import { bearerToken, type Verdict } from '../tokens/gateway-authorizer';
import type { PoolState } from '../state/pool-state';
import type { ReceivedRequest } from './received-request';
import type { Settings } from '../pool/settings';
import { tokenFingerprint } from '../tokens/token-fingerprint';

const corsHeaders = { 'Access-Control-Allow-Origin': '*' };

/**
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html: 10 MB, not adjustable.
 */
const maximumBodyBytes = 10 * 1024 * 1024;

/**
 * The protected API behind its gateway. The resources' own answers carry CORS headers. The
 * gateway's refusals carry none by default (https://github.com/serverless/serverless/issues/3191),
 * so a browser shows status 0.
 */
export class ApiService implements Service {
  readonly name = 'api';

  constructor(
    private readonly pools: readonly Pick<PoolState, 'settings' | 'issued' | 'authorizer'>[],
    private readonly settings: Settings,
  ) {}

  operation(): null {
    return null;
  }

  caller(request: ReceivedRequest): Caller {
    const token = bearerToken(request.headers.authorization);
    const pool = this.pools.find(({ issued }) => issued.find(token ?? '') !== undefined);
    const issued = pool?.issued.find(token ?? '');
    return {
      userPoolId: pool?.settings.value.userPoolId ?? null,
      username: issued?.family.username ?? null,
      tokenUse: issued?.use ?? null,
      tokenFingerprint: token === undefined ? null : tokenFingerprint(token),
      userContextData: null,
      clientMetadata: null,
    };
  }

  preflight(request: ReceivedRequest): Answer {
    const headers = {
      ...corsHeaders,
      'Access-Control-Allow-Methods': 'DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT',
      'Access-Control-Allow-Headers': request.headers['access-control-request-headers'] ?? '*',
    };
    return { status: 200, headers, body: '', error: null };
  }

  async answer(request: ReceivedRequest): Promise<Answer> {
    const resource = findResource(request.method, request.path);
    if (resource === null) {
      // The gateway's answer to an unknown path.
      return this.refusal(403, 'Missing Authentication Token');
    }
    if (request.body.length > maximumBodyBytes) {
      return this.refusal(413, 'Request Too Long');
    }
    if (resource.access !== 'none') {
      const verdict = await this.verdict(request.headers.authorization);
      if (verdict === 'expired') {
        // A 401 with this text: https://github.com/aws-amplify/amplify-js/issues/6060
        return this.refusal(401, 'The incoming token has expired');
      }
      if (verdict === 'unauthorized' || resource.access === 'refused') {
        return this.refusal(401, 'Unauthorized');
      }
    }
    const { status, body } = resource.answer(request);
    return this.foreign(status, 'application/json', JSON.stringify(body));
  }

  /** A failure of the resource itself, so with CORS headers. */
  failure(status: number, _errorType?: string, message = 'Internal server error'): Answer {
    return this.foreign(status, 'application/json', JSON.stringify({ message }));
  }

  throttled(): Answer {
    return this.refusal(429, 'Too Many Requests');
  }

  blockedByWaf(): Answer {
    return this.refusal(403, 'Forbidden');
  }

  foreign(status: number, contentType: string, body: string): Answer {
    return { status, headers: { ...corsHeaders, 'Content-Type': contentType }, body, error: null };
  }

  reusesRefreshToken(): boolean {
    return false;
  }

  withBrokenTokens(_: ReceivedRequest, answer: Answer): Promise<Answer> {
    return Promise.resolve(answer);
  }

  /** An authorizer may name several pools; it accepts a token of any of them. */
  private async verdict(header: string | undefined): Promise<Verdict> {
    for (const { authorizer } of this.pools) {
      const verdict = await authorizer.check(header);
      if (verdict !== 'unauthorized') {
        return verdict;
      }
    }
    return 'unauthorized';
  }

  private refusal(status: number, message: string): Answer {
    const headers = {
      'Content-Type': 'application/json',
      ...(this.settings.value.apiCors ? corsHeaders : {}),
    };
    return { status, headers, body: JSON.stringify({ message }), error: null };
  }
}
