// Reads all that can be read of a value in the page, as an error reporter or a hostile script
// would.

declare global {
  interface Window {
    /**
     * Every text within a value: of its properties, hidden ones and those of its prototypes'
     * getters too, up to ten deep, and of what collections hold and methods like `getIdToken`
     * return. `skip`: values not to look into.
     */
    textsOf: (value: unknown, skip?: readonly unknown[]) => string[];
  }
}

/** Runs in a page before the app. */
export function offerTextsOf(): void {
  const deepest = 10;
  window.textsOf = (value, skip = []) => {
    const seen = new Set<unknown>(skip);
    const texts: string[] = [String(value)];
    const queue: [unknown, number][] = [[value, 0]];
    for (const [each, depth] of queue) {
      if (typeof each === 'string') texts.push(each);
      const inside = (typeof each === 'object' && each !== null) || typeof each === 'function';
      if (!inside || seen.has(each) || depth > deepest) continue;
      seen.add(each);
      if (each instanceof Map || each instanceof Set) {
        for (const entry of each) queue.push([entry, depth + 1]);
      }
      for (let owner: unknown = each; owner !== null; owner = Object.getPrototypeOf(owner)) {
        for (const key of Reflect.ownKeys(owner as object)) {
          texts.push(String(key));
          try {
            const member: unknown = Reflect.get(owner as object, key, each);
            queue.push([member, depth + 1]);
            // Sessions keep their tokens in private fields and give them away by such methods.
            if (typeof member === 'function' && /^get\w*Token$/.test(String(key))) {
              queue.push([Reflect.apply(member, each, []), depth + 1]);
            }
          } catch {
            // A getter that throws shows nothing.
          }
        }
      }
    }
    try {
      // Undefined for functions and the like, whatever its type says.
      texts.push([JSON.stringify(value)].join());
    } catch {
      // A circle, or a getter that throws.
    }
    return texts;
  };
}
