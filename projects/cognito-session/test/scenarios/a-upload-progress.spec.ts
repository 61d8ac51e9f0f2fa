// A15: who follows the events of a request that is replayed sees its upload start anew, and one
// response.

import { type HttpEvent, HttpEventType } from '@angular/common/http';
import { map } from 'rxjs';
import { API_URL } from '../support/fake-api';
import { FakeClock } from '../support/fake-clock';
import { FakeXhrServer } from '../support/fake-xhr';
import { observe } from '../support/observed';
import { type Door, DOORS, openApp } from '../support/session-app';

const [LATENCY_MS, REFRESH_MS] = [40, 30];

/**
 * The events of one upload with their times, and how it ended; `ends` are the statuses of its
 * tries.
 */
async function upload(door: Door, ends: number[]): Promise<{ events: string[]; ended: string }> {
  const clock = new FakeClock();
  const server = Object.assign(new FakeXhrServer(clock), { latencyMs: LATENCY_MS });
  const { http, signIn } = await openApp(door, { clock, providers: server.providers });
  await signIn();
  server.end = () => ends[server.calls.length - 1] ?? 200;
  const start = clock.monotonic();
  const request = observe(
    http
      .post(`${API_URL}photos`, 'many bytes', { observe: 'events', reportProgress: true })
      .pipe(map((event) => `${clock.monotonic() - start} ms: ${described(event)}`)),
  );
  await clock.advance(5000);
  const ended = request.errors.length ? 'error' : request.completions ? 'complete' : 'open';
  return { events: request.values, ended };
}

function described(event: HttpEvent<unknown>): string {
  if (event.type === HttpEventType.UploadProgress) return `progress ${event.loaded}`;
  return event.type === HttpEventType.Response ? `response ${event.status}` : 'sent';
}

/** What one try shows from its start at `at`. */
const tryAt = (at: number): string[] => [
  `${at} ms: sent`,
  `${at + LATENCY_MS / 4} ms: progress 50`,
  `${at + LATENCY_MS / 2} ms: progress 100`,
];
const REPLAY_AT = LATENCY_MS + REFRESH_MS;

describe.each(DOORS)('with $door', (door) => {
  it('A15: an upload answered 401 shows Sent and its progress twice, the second time from the start, and 1 Response', async () => {
    expect(await upload(door, [401, 200])).toEqual({
      events: [...tryAt(0), ...tryAt(REPLAY_AT), `${REPLAY_AT + LATENCY_MS} ms: response 200`],
      ended: 'complete',
    });
  });

  it('A15: an upload that is not replayed shows each event once', async () => {
    expect(await upload(door, [200])).toEqual({
      events: [...tryAt(0), `${LATENCY_MS} ms: response 200`],
      ended: 'complete',
    });
  });

  it('A15: an upload whose replay is refused shows no Response', async () => {
    expect(await upload(door, [401, 401])).toEqual({
      events: [...tryAt(0), ...tryAt(REPLAY_AT)],
      ended: 'error',
    });
  });
});
