// Listeners that wait on the window, and channels that are open: what an app that was closed must
// have given back.

/** Counts from its making until {@link OpenListeners.stop}. */
export class OpenListeners {
  readonly #open = new Map<unknown, Set<string>>();
  readonly #spies: jest.SpyInstance[] = [];

  constructor() {
    const { addEventListener: add, removeEventListener: remove } = globalThis;
    this.#spies.push(
      jest
        .spyOn(globalThis, 'addEventListener')
        .mockImplementation((...args: Parameters<typeof add>) => {
          const [type, listener] = args;
          this.#open.set(listener, (this.#open.get(listener) ?? new Set()).add(type));
          add.apply(globalThis, args);
        }),
      jest
        .spyOn(globalThis, 'removeEventListener')
        .mockImplementation((...args: Parameters<typeof remove>) => {
          const [type, listener] = args;
          this.#open.get(listener)?.delete(type);
          remove.apply(globalThis, args);
        }),
    );
  }

  /** How many there are; the same function for two events counts twice. */
  get count(): number {
    return [...this.#open.values()].reduce((sum, types) => sum + types.size, 0);
  }

  /** Lets the window be as it was. */
  stop(): void {
    for (const spy of this.#spies) spy.mockRestore();
  }
}
