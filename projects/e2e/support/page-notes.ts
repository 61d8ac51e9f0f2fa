// Notes in the page itself what it writes to storage and says to other tabs, from its start on.

/** Something that the page keeps, says or shows. */
export interface Note {
  readonly where: string;
  readonly text: string;
}

declare global {
  interface Window {
    notes: Note[];
  }
}

/** Runs in a page before the app. */
export function offerNotes(): void {
  const notes: Note[] = (window.notes = []);
  // It is called with the storage that it was called on.
  // eslint-disable-next-line @typescript-eslint/unbound-method
  const { setItem } = Storage.prototype;
  Storage.prototype.setItem = function (key, value) {
    notes.push({ where: `setItem ${key}`, text: value });
    setItem.call(this, key, value);
  };
  // eslint-disable-next-line @typescript-eslint/unbound-method -- the same
  const { postMessage } = BroadcastChannel.prototype;
  BroadcastChannel.prototype.postMessage = function (message) {
    notes.push({ where: 'message', text: JSON.stringify(message) });
    postMessage.call(this, message);
  };
}

/** Runs in a page of {@link offerNotes}: all notes, and what it holds at this moment. */
export async function readNotes(): Promise<Note[]> {
  const stored = (name: 'localStorage' | 'sessionStorage'): Note[] =>
    Object.entries(window[name]).map(([key, value]) => ({
      where: `${name} ${key}`,
      text: String(value),
    }));
  return [
    ...window.notes,
    ...stored('localStorage'),
    ...stored('sessionStorage'),
    { where: 'HTML', text: document.documentElement.outerHTML },
    { where: 'URL', text: `${location.href} ${document.referrer} ${document.cookie}` },
    { where: 'history', text: JSON.stringify([history.state, window.name]) },
    { where: 'event', text: JSON.stringify(window.sessionEvents) },
    { where: 'indexedDB', text: JSON.stringify(await indexedDB.databases()) },
  ];
}
