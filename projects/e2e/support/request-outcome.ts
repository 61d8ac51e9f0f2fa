import type { AppTab } from './app-tab';

/** How a GET ends in the app: its status, or the code of the session error that it failed with. */
export function requestOutcome(tab: AppTab, url: string): Promise<string> {
  return tab.page.evaluate(
    (url) =>
      new Promise<{ status: number }>((resolve, reject) => {
        window.http.get(url, { observe: 'response' }).subscribe({ next: resolve, error: reject });
      }).then(
        ({ status }) => String(status),
        (error: { code?: string; status?: number }) => error.code ?? String(error.status),
      ),
    url,
  );
}
