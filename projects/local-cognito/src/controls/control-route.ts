// The control route.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { drop, send, type Answer } from '../server/answer';
import { readFault, readSettings, readTarget, required } from './control-bodies';
import { JsonObject } from '../pool/json-object';
import type { TestControls } from './test-controls';
import type { PoolTestControls } from './pool-test-controls';
import { receive, type ReceivedRequest } from '../server/received-request';

const prefix = '/control/';

/** `pool` is the pool that `?pool=` names, else the first. */
type Verb = (body: JsonObject, pool: PoolTestControls) => void;
type List = (since: number, pool: PoolTestControls) => object;

/** The controls over HTTP: `POST control/<verb>`, `GET control/calls`, `GET control/messages`. */
export class ControlRoute {
  private readonly verbs: ReadonlyMap<string, Verb>;
  private readonly lists: ReadonlyMap<string, List>;

  constructor(private readonly controls: TestControls) {
    this.verbs = new Map<string, Verb>([
      ['clear-calls', () => controls.clearCalls()],
      ['fault', (body) => controls.fault(readFault(body))],
      ['clear-faults', () => controls.clearFaults()],
      ['move-clock', (body) => controls.moveClock(required('seconds', body.number('seconds')))],
      ['expire-tokens', (_, pool) => pool.expireTokens()],
      ['reject-tokens', (_, pool) => pool.rejectTokens()],
      ['revoke-refresh-tokens', (body, pool) => pool.revokeRefreshTokens(body.text('username'))],
      [
        'disable-user',
        (body, pool) => pool.disableUser(required('username', body.text('username'))),
      ],
      ['enable-user', (body, pool) => pool.enableUser(required('username', body.text('username')))],
      ['block-user', (body, pool) => pool.blockUser(required('username', body.text('username')))],
      [
        'unblock-user',
        (body, pool) => pool.unblockUser(required('username', body.text('username'))),
      ],
      ['delete-user', (body, pool) => pool.deleteUser(required('username', body.text('username')))],
      ['api-cors', (body) => controls.setApiCors(required('on', body.flag('on')))],
      ['offline', (body) => controls.setOffline(readTarget(body), required('on', body.flag('on')))],
      ['configure', (body, pool) => pool.configure(readSettings(body))],
      ['reset', () => controls.reset()],
    ]);
    this.lists = new Map<string, List>([
      ['calls', (index) => ({ calls: controls.callsSince(index) })],
      ['messages', (index, pool) => ({ messages: pool.messagesSince(index) })],
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
    const list = request.method === 'GET' ? this.lists.get(name) : undefined;
    if (list !== undefined) {
      return this.guarded(() => since(request, list, this.pool(request)));
    }
    const verb = request.method === 'POST' ? this.verbs.get(name) : undefined;
    if (verb === undefined) {
      return answer(404, {
        message: `verb must be one of calls, messages (GET), ${this.verbNames()}`,
      });
    }
    return this.guarded(() => {
      verb(JsonObject.parse(request.body.toString('utf8')), this.pool(request));
      return answer(200, {});
    });
  }

  private guarded(act: () => Answer): Answer {
    try {
      return act();
    } catch (error) {
      return answer(400, { message: error instanceof Error ? error.message : String(error) });
    }
  }

  private pool(request: ReceivedRequest): PoolTestControls {
    const id = request.query.get('pool');
    return id === null ? this.controls : this.controls.pool(id);
  }

  private verbNames(): string {
    return [...this.verbs.keys()].join(', ');
  }
}

function since(request: ReceivedRequest, list: List, pool: PoolTestControls): Answer {
  const index = Number(request.query.get('since') ?? 0);
  return Number.isFinite(index)
    ? answer(200, list(index, pool))
    : answer(400, { message: 'since must be a number' });
}

/**
 * The server listens on loopback only; the `Host` check keeps out web pages whose name was rebound
 * to a loopback address (DNS rebinding).
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
