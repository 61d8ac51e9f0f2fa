// BroadcastChannel, which jsdom lacks. With it a page knows of other tabs' changes; without it the
// library looks at the store before each use of a token.

const open = new Set<FakeBroadcastChannel>();

/** Delivers to the other open channels of its name, in a later task as browsers do. */
class FakeBroadcastChannel {
  onmessage: ((event: { data: unknown }) => void) | null = null;

  constructor(readonly name: string) {
    open.add(this);
  }
  postMessage(data: unknown): void {
    for (const other of open) {
      if (other === this || other.name !== this.name) continue;
      void Promise.resolve().then(() =>
        other.onmessage?.({ data: JSON.parse(JSON.stringify(data)) as unknown }),
      );
    }
  }
  close(): void {
    open.delete(this);
  }
}

/** How many channels are open. */
export function openChannels(): number {
  return open.size;
}

/** Gives the page BroadcastChannel, or takes it away. */
export function setBroadcastChannel(present: boolean): void {
  open.clear();
  if (present) Object.assign(globalThis, { BroadcastChannel: FakeBroadcastChannel });
  else Reflect.deleteProperty(globalThis, 'BroadcastChannel');
}
