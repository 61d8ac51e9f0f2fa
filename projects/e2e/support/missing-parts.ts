// Browsers without one of the parts by which tabs hear of each other. Each function runs in every
// page before the app.

/** An old engine: no BroadcastChannel. */
export function withoutBroadcastChannel(): void {
  Reflect.deleteProperty(window, 'BroadcastChannel');
}

/** No storage events, as between partitions or where another listener swallows them. */
export function withoutStorageEvents(): void {
  // The first listener at the window, so none of the others is called.
  addEventListener('storage', (event) => event.stopImmediatePropagation(), true);
}

/** Neither. */
export function withoutMessages(): void {
  Reflect.deleteProperty(window, 'BroadcastChannel');
  addEventListener('storage', (event) => event.stopImmediatePropagation(), true);
}

/** No Web Locks: this page waits for nobody. */
export function withoutWebLocks(): void {
  Reflect.deleteProperty(Navigator.prototype, 'locks');
}
