// The pool's wire protocol.

import { randomUUID } from 'node:crypto';
import type { Answer } from './answer';
import type { Caller } from './call-log';
import { CognitoError, refusals } from '../pool/cognito-error';
import type { Fault } from './faults';
import type { Service } from './request-pipeline';
import { JsonObject, JsonShapeError } from '../pool/json-object';
import type { PoolState } from '../state/pool-state';
import type { ReceivedRequest } from './received-request';
import type { TokenBreaker } from './token-breaker';
import { tokenFingerprint } from '../tokens/token-fingerprint';
import type { UserPool } from './user-pool';
import type { WellKnownDocuments } from './well-known-documents';

const target = /^AWSCognitoIdentityProviderService\.(\w+)$/;

const corsHeaders = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date',
};

/**
 * The pool's wire protocol, AWS JSON 1.1:
 * https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export class PoolService implements Service {
  readonly name = 'pool';

  constructor(
    private readonly state: Pick<
      PoolState,
      'settings' | 'authSessions' | 'users' | 'refreshTokens' | 'issued'
    >,
    private readonly pool: UserPool,
    private readonly documents: WellKnownDocuments,
    private readonly breaker: TokenBreaker,
  ) {}

  operation(request: ReceivedRequest): string | null {
    return target.exec(String(request.headers['x-amz-target']))?.[1] ?? null;
  }

  /** Does the call name this pool, by its client, a token, a session, or the path? */
  serves(request: ReceivedRequest): boolean {
    const { settings, issued, authSessions } = this.state;
    const { clientId = '', accessToken = '', session = '' } = readCaller(request);
    return (
      settings.client(clientId) !== undefined ||
      issued.find(accessToken) !== undefined ||
      authSessions.has(session) ||
      request.path.startsWith(`/${settings.value.userPoolId}/`)
    );
  }

  caller(request: ReceivedRequest): Caller {
    const { settings, users, refreshTokens, issued: tokens } = this.state;
    const fields = readCaller(request);
    const token = fields.refreshToken ?? fields.accessToken;
    const issued = token === undefined ? undefined : tokens.find(token);
    const family =
      issued?.family ?? (token === undefined ? undefined : refreshTokens.find(token)?.family);
    // Only known names: people type passwords into the wrong field.
    const known = fields.username === undefined ? undefined : users.find(fields.username);
    return {
      userPoolId: this.serves(request) ? settings.value.userPoolId : null,
      username: family?.username ?? known?.username ?? null,
      tokenUse: issued?.use ?? null,
      tokenFingerprint: token === undefined ? null : tokenFingerprint(token),
      userContextData: fields.userContextData ?? null,
      clientMetadata: fields.clientMetadata ?? null,
    };
  }

  preflight(request: ReceivedRequest): Answer {
    const headers = {
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Methods': 'GET,POST',
      'Access-Control-Allow-Headers': request.headers['access-control-request-headers'] ?? '*',
      'Access-Control-Max-Age': '172800',
    };
    return { status: 200, headers, body: '', error: null };
  }

  async answer(request: ReceivedRequest): Promise<Answer> {
    const document = request.method === 'GET' ? this.documents.find(request.path) : null;
    if (document !== null) {
      return this.foreign(200, 'application/json', JSON.stringify(document));
    }
    try {
      const origin = {
        userAgent: request.headers['user-agent'] ?? null,
        ipAddress: request.address,
      };
      const output = await this.pool.run(this.operation(request), readInput(request), origin);
      return wireAnswer(200, {}, JSON.stringify(output), null);
    } catch (error) {
      return errorAnswer(asCognitoError(error));
    }
  }

  failure(status: number, errorType = 'InternalErrorException', message = 'Something went wrong') {
    return errorAnswer(new CognitoError(errorType, message, status));
  }

  throttled(): Answer {
    return errorAnswer(refusals.throttled());
  }

  /** Not confirmed for user pools: that AWS WAF's block carries no CORS headers. */
  blockedByWaf(): Answer {
    const { headers, ...answer } = errorAnswer(refusals.blockedByWaf());
    const withoutCors = Object.entries(headers).filter(([name]) => !(name in corsHeaders));
    return { ...answer, headers: Object.fromEntries(withoutCors) };
  }

  foreign(status: number, contentType: string, body: string): Answer {
    return { status, headers: { ...corsHeaders, 'Content-Type': contentType }, body, error: null };
  }

  reusesRefreshToken(request: ReceivedRequest): boolean {
    const { refreshToken = '' } = readCaller(request);
    const asks = this.operation(request) !== 'RevokeToken';
    return asks && (this.state.refreshTokens.find(refreshToken)?.rotatedAt ?? null) !== null;
  }

  async withBrokenTokens(_: ReceivedRequest, answer: Answer, fault: Fault): Promise<Answer> {
    return { ...answer, body: await this.breaker.break(answer.body, fault) };
  }
}

function readInput(request: ReceivedRequest): JsonObject {
  try {
    return JsonObject.parse(request.body.toString('utf8'));
  } catch {
    throw refusals.unreadableBody();
  }
}

function asCognitoError(error: unknown): CognitoError {
  if (error instanceof CognitoError) {
    return error;
  }
  return error instanceof JsonShapeError
    ? refusals.unreadableBody()
    : new CognitoError('InternalErrorException', String(error), 500);
}

interface CallerFields {
  readonly username?: string | undefined;
  readonly refreshToken?: string | undefined;
  readonly accessToken?: string | undefined;
  readonly clientId?: string | undefined;
  readonly session?: string | undefined;
  readonly userContextData?: Caller['userContextData'];
  readonly clientMetadata?: Caller['clientMetadata'];
}

/** Reads the caller from a body of any shape. */
function readCaller(request: ReceivedRequest): CallerFields {
  try {
    const input = JsonObject.parse(request.body.toString('utf8'));
    const parameters = input.object('AuthParameters');
    return {
      username:
        parameters.text('USERNAME') ??
        input.object('ChallengeResponses').text('USERNAME') ??
        input.text('Username'),
      refreshToken:
        input.text('RefreshToken') ?? input.text('Token') ?? parameters.text('REFRESH_TOKEN'),
      accessToken: input.text('AccessToken'),
      clientId: input.text('ClientId'),
      session: input.text('Session'),
      userContextData: readContext(input),
      clientMetadata:
        input.value('ClientMetadata') === undefined ? null : input.texts('ClientMetadata'),
    };
  } catch {
    return {};
  }
}

/** Reads the input of threat protection. */
function readContext(input: JsonObject): Caller['userContextData'] {
  if ((input.value('UserContextData') ?? null) === null) {
    return null;
  }
  const context = input.object('UserContextData');
  return {
    encodedData: context.text('EncodedData') ?? null,
    ipAddress: context.text('IpAddress') ?? null,
  };
}

/** Headers as in https://github.com/localstack/localstack/issues/3201; a colon follows the type. */
function errorAnswer(error: CognitoError): Answer {
  const headers = {
    'x-amzn-ErrorType': headerText(`${error.type}:`),
    'x-amzn-ErrorMessage': headerText(error.message),
  };
  const body = JSON.stringify({ __type: error.type, message: error.message });
  return wireAnswer(error.status, headers, body, error.type);
}

function wireAnswer(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
  error: string | null,
): Answer {
  return {
    status,
    headers: {
      ...corsHeaders,
      'Content-Type': 'application/x-amz-json-1.1',
      'x-amzn-RequestId': randomUUID(),
      ...headers,
    },
    body,
    error,
  };
}

/** Messages may quote the request, and a header holds printable ASCII only. */
function headerText(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?');
}
