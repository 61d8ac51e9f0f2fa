// XMLHttpRequest under Angular's own backend, for specs in which the browser's side of a request
// counts: the bytes that leave, the progress of an upload, and what a request that never got an
// answer looks like.

import { XhrFactory } from '@angular/common';
import { HttpBackend, HttpXhrBackend } from '@angular/common/http';
import type { Provider } from '@angular/core';
import type { FakeClock } from './fake-clock';

/** How a request ends: with an HTTP status, or without an answer. */
export type XhrEnd = number | 'network error' | 'no answer';

/** One request that left. */
export interface XhrCall {
  readonly method: string;
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** What the body consists of, taken when it was sent: later changes of the body don't show. */
  readonly content: Promise<string[]>;
}

/** The server's side. */
export class FakeXhrServer {
  readonly calls: XhrCall[] = [];
  latencyMs = 20;
  /** Decides how a call ends, at its arrival. */
  end: (call: XhrCall) => XhrEnd = () => 200;

  constructor(readonly clock: FakeClock) {}

  /** What an app lists to send its requests here. */
  get providers(): Provider[] {
    const factory = { build: () => new FakeXhr(this) as unknown as XMLHttpRequest };
    return [
      { provide: XhrFactory, useValue: factory },
      { provide: HttpBackend, useExisting: HttpXhrBackend },
    ];
  }
}

/** As much of XMLHttpRequest as Angular uses. */
class FakeXhr extends EventTarget {
  readonly DONE = 4;
  readonly upload = new EventTarget();
  readyState = 1;
  status = 0;
  statusText = '';
  response = '';
  responseType = 'text';
  responseURL = '';
  timeout = 0;
  readonly #server: FakeXhrServer;
  readonly #headers: Record<string, string> = {};
  #method = '';
  #cancel = (): void => undefined;

  constructor(server: FakeXhrServer) {
    super();
    this.#server = server;
  }
  open(method: string, url: string): void {
    this.#method = method;
    this.responseURL = url;
  }
  setRequestHeader(name: string, value: string): void {
    this.#headers[name.toLowerCase()] = value;
  }
  getAllResponseHeaders(): string {
    return '';
  }
  send(body: unknown): void {
    const { clock, latencyMs, calls } = this.#server;
    const [method, url, headers] = [this.#method, this.responseURL, this.#headers];
    const call = { method, url, headers, content: contentOf(body) };
    calls.push(call);
    const end = this.#server.end(call);
    for (const [part, at] of [0.5, 1].entries()) {
      clock.schedule((at * latencyMs) / 2, () => this.#tellProgress((part + 1) * 50));
    }
    if (end === 'no answer') {
      if (this.timeout) this.#cancel = clock.schedule(this.timeout, () => this.#settle('timeout'));
      return;
    }
    this.#cancel = clock.schedule(latencyMs, () => {
      if (end === 'network error') {
        this.#settle('error');
        return;
      }
      this.status = end;
      this.response = JSON.stringify({ url });
      this.#settle('load');
    });
  }
  abort(): void {
    this.#cancel();
    this.readyState = this.DONE;
  }
  /** Percents are as good as bytes: only their order counts. */
  #tellProgress(loaded: number): void {
    if (this.readyState === this.DONE) return;
    const init = { lengthComputable: true, loaded, total: 100 };
    this.upload.dispatchEvent(new ProgressEvent('progress', init));
  }
  #settle(event: 'load' | 'error' | 'timeout'): void {
    this.readyState = this.DONE;
    this.dispatchEvent(new ProgressEvent(event));
  }
}

/**
 * Each part of a body: a form's fields with their names and types, and all bytes in hexadecimal.
 */
async function contentOf(body: unknown): Promise<string[]> {
  if (!(body instanceof FormData)) return [await hexOf(body)];
  const fields = [...body.entries()];
  return Promise.all(
    fields.map(async ([name, value]) => {
      const label = typeof value === 'string' ? 'text' : `${value.name} ${value.type}`;
      return `${name} ${label} ${await hexOf(value)}`;
    }),
  );
}

async function hexOf(part: unknown): Promise<string> {
  if (part === null) return 'nothing';
  // jsdom's buffers come from a realm of their own, so `instanceof` doesn't know them.
  if (part instanceof Blob) return Buffer.from(await part.arrayBuffer()).toString('hex');
  if (typeof part === 'string' || part instanceof URLSearchParams) {
    return Buffer.from(String(part)).toString('hex');
  }
  return Buffer.from(part as ArrayBuffer).toString('hex');
}
