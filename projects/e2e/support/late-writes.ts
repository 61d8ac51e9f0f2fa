// Whether another tab wrote to the storage although nobody should: a late write counts even when it
// is swept away later.

declare global {
  interface Window {
    /** How often another tab has written something since `noteWrites`. */
    writes: number;
  }
}

/** Runs in a page. */
export function noteWrites(): void {
  window.writes = 0;
  addEventListener('storage', ({ newValue }) => {
    if (newValue !== null) window.writes++;
  });
}
