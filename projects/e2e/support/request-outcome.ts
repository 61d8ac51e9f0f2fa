// Sends one request through the app and tells how it ended, in a word.

import type { AppTab } from './app-tab';

/** How a GET ends in the app: its status, or the code of the session error that it failed with. */
export function requestOutcome(tab: AppTab, url: string): Promise<string> {
  return tab.page.evaluate(
    (url) =>
      new Promise<{ status: number }>((resolve, reject) => {
        window.http.get(url, { observe: 'response' }).subscribe({ next: resolve, error: reject });
      }).then(
        ({ status }) => String(status),
        (error: unknown) => {
          const { code, status } = error as { code?: string; status?: number };
          return code ?? String(status);
        },
      ),
    url,
  );
}
