import type { IncomingMessage, ServerResponse } from 'node:http';
import { drop, send, type Answer } from './answer';
import { readFault, readSettings, readTarget, required } from './control-bodies';
import { JsonObject } from './json-object';
import type { Levers } from './levers';
import { receive, type ReceivedRequest } from './received-request';

const prefix = '/control/';

type Verb = (body: JsonObject) => void;
type List = (since: number) => object;

/** The levers over HTTP: `POST control/<verb>`, `GET control/calls` and `GET control/messages`. */
export class ControlRoute {
  private readonly verbs: ReadonlyMap<string, Verb>;
  private readonly lists: ReadonlyMap<string, List>;

  constructor(levers: Levers) {
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
      ['block-user', (body) => levers.blockUser(required('username', body.text('username')))],
      ['unblock-user', (body) => levers.unblockUser(required('username', body.text('username')))],
      ['delete-user', (body) => levers.deleteUser(required('username', body.text('username')))],
      ['api-cors', (body) => levers.setApiCors(required('on', body.flag('on')))],
      ['offline', (body) => levers.setOffline(readTarget(body), required('on', body.flag('on')))],
      ['configure', (body) => levers.configure(readSettings(body))],
      ['reset', () => levers.reset()],
    ]);
    this.lists = new Map<string, List>([
      ['calls', (index) => ({ calls: levers.callsSince(index) })],
      ['messages', (index) => ({ messages: levers.messagesSince(index) })],
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
      return since(request, list);
    }
    const verb = request.method === 'POST' ? this.verbs.get(name) : undefined;
    if (verb === undefined) {
      return answer(404, {
        message: `verb must be one of calls, messages (GET), ${this.verbNames()}`,
      });
    }
    try {
      verb(JsonObject.parse(request.body.toString('utf8')));
      return answer(200, {});
    } catch (error) {
      return answer(400, { message: error instanceof Error ? error.message : String(error) });
    }
  }

  private verbNames(): string {
    return [...this.verbs.keys()].join(', ');
  }
}

function since(request: ReceivedRequest, list: List): Answer {
  const index = Number(request.query.get('since') ?? 0);
  return Number.isFinite(index)
    ? answer(200, list(index))
    : answer(400, { message: 'since must be a number' });
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
