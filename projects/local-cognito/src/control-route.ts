import type { IncomingMessage, ServerResponse } from 'node:http';
import { drop, send, type Answer } from './answer';
import type { Fault, FaultKind } from './faults';
import { JsonObject } from './json-object';
import type { Levers } from './levers';
import type { LocalCognitoSettings } from './options';
import type { OutageTarget } from './outages';
import { receive, type ReceivedRequest } from './received-request';

const prefix = '/control/';

type Verb = (body: JsonObject) => void;

/** The levers over HTTP: `POST control/<verb>` and `GET control/calls`. */
export class ControlRoute {
  private readonly verbs: ReadonlyMap<string, Verb>;

  constructor(private readonly levers: Levers) {
    this.verbs = new Map<string, Verb>([
      ['clear-calls', () => levers.clearCalls()],
      ['fault', (body) => levers.fault(readFault(body))],
      ['clear-faults', () => levers.clearFaults()],
      ['move-clock', (body) => levers.moveClock(required('seconds', body.number('seconds')))],
      ['expire-tokens', () => levers.expireTokens()],
      ['reject-tokens', () => levers.rejectTokens()],
      ['revoke-refresh-tokens', (body) => levers.revokeRefreshTokens(body.text('username'))],
      ['disable-user', (body) => levers.disableUser(required('username', body.text('username')))],
      ['enable-user', (body) => levers.enableUser(required('username', body.text('username')))],
      ['api-cors', (body) => levers.setApiCors(required('on', body.flag('on')))],
      ['offline', (body) => levers.setOffline(readTarget(body), required('on', body.flag('on')))],
      ['configure', (body) => levers.configure(readSettings(body))],
      ['reset', () => levers.reset()],
    ]);
  }

  /** Is this request for the control route? */
  takes(message: IncomingMessage): boolean {
    return message.url?.startsWith(prefix) ?? false;
  }

  /** Never rejects. */
  async serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const request = await receive(message);
      send(
        response,
        isLocal(message) ? this.answer(request) : answer(403, { message: 'Forbidden' }),
      );
    } catch {
      drop(response);
    }
  }

  private answer(request: ReceivedRequest): Answer {
    const name = request.path.slice(prefix.length);
    if (request.method === 'OPTIONS') {
      return answer(200, {});
    }
    if (request.method === 'GET' && name === 'calls') {
      return this.calls(request);
    }
    const verb = request.method === 'POST' ? this.verbs.get(name) : undefined;
    if (verb === undefined) {
      return answer(404, { message: `verb must be one of calls (GET), ${this.verbNames()}` });
    }
    try {
      verb(JsonObject.parse(request.body.toString('utf8')));
      return answer(200, {});
    } catch (error) {
      return answer(400, { message: error instanceof Error ? error.message : String(error) });
    }
  }

  private calls(request: ReceivedRequest): Answer {
    const since = Number(request.query.get('since') ?? 0);
    return Number.isFinite(since)
      ? answer(200, { calls: this.levers.callsSince(since) })
      : answer(400, { message: 'since must be a number' });
  }

  private verbNames(): string {
    return [...this.verbs.keys()].join(', ');
  }
}

/**
 * The server listens on loopback only; the `Host` check keeps out web pages whose name was rebound to a loopback
 * address (DNS rebinding).
 */
function isLocal(message: IncomingMessage): boolean {
  const address = message.socket.remoteAddress ?? '';
  const host = message.headers.host ?? '';
  return (
    /^(::1|(::ffff:)?127(\.\d+){3})$/.test(address) &&
    /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host)
  );
}

function answer(status: number, body: object): Answer {
  const headers = {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Headers': '*',
    'Access-Control-Allow-Methods': 'GET,POST',
    'Cache-Control': 'no-store',
    'Content-Type': 'application/json',
  };
  return { status, headers, body: JSON.stringify(body), error: null };
}

function required<T>(field: string, value: T | undefined): T {
  if (value === undefined) {
    throw new RangeError(`${field} is missing`);
  }
  return value;
}

/** Types only; `Faults` checks the values. */
function readFault(body: JsonObject): Fault {
  const times = body.is('times', 'forever') ? 'forever' : body.number('times');
  return withoutUndefined<Fault>({
    on: required('on', body.text('on')),
    kind: required('kind', body.text('kind')) as FaultKind,
    times,
    ms: body.number('ms'),
    status: body.number('status'),
    errorType: body.text('errorType'),
    message: body.text('message'),
  });
}

function readSettings(body: JsonObject): LocalCognitoSettings {
  return withoutUndefined<LocalCognitoSettings>({
    idTokenValiditySeconds: body.number('idTokenValiditySeconds'),
    accessTokenValiditySeconds: body.number('accessTokenValiditySeconds'),
    rotation: body.flag('rotation'),
    retryGracePeriodSeconds: body.number('retryGracePeriodSeconds'),
  });
}

function readTarget(body: JsonObject): OutageTarget {
  const target = body.text('target');
  if (target !== 'pool' && target !== 'api' && target !== 'both') {
    throw new RangeError('target must be pool, api or both');
  }
  return target;
}

/** An absent field must stay absent: spread over the settings, an undefined one would erase the value. */
function withoutUndefined<T extends object>(fields: {
  readonly [K in keyof T]: T[K] | undefined;
}): T {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as T;
}
