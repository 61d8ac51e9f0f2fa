// The one page that a driver talks to: sends orders to the tabs of the app and collects their
// answers.

import type { OrderAnswer, OrderMessage } from './tab-orders';

declare global {
  interface Window {
    /** Resolves with the answers by tab; rejects when a tab fails, or keeps silent for too long. */
    command: (command: Command) => Promise<Record<string, unknown>>;
  }
}

/** An order and whom it is for. */
export interface Command extends Omit<OrderMessage, 'id'> {
  readonly timeoutMs: number;
}

/**
 * How often an order is sent again to the tabs that have not answered, in milliseconds. On a busy
 * machine WebKit loses messages to and from a tab that has just opened.
 */
const AGAIN_MS = 2000;

const orders = new BroadcastChannel('e2e-orders');
let lastId = 0;

window.command = ({ timeoutMs, ...order }) =>
  new Promise((resolve, reject) => {
    const id = ++lastId;
    const answers = new BroadcastChannel('e2e-answers');
    const values: Record<string, unknown> = {};
    const end = (): void => {
      answers.close();
      clearTimeout(timer);
      clearInterval(again);
    };
    const silent = (): string[] => order.tabs.filter((tab) => !(tab in values));
    const again = setInterval(() => orders.postMessage({ id, ...order, tabs: silent() }), AGAIN_MS);
    const timer = setTimeout(() => {
      end();
      const text = `no answer to ${order.order} within ${timeoutMs} ms from ${silent().join()}`;
      reject(new Error(text));
    }, timeoutMs);
    answers.onmessage = ({ data }: MessageEvent<OrderAnswer>) => {
      if (data.id !== id) return;
      if (data.error !== undefined) {
        end();
        reject(new Error(`${order.order} in ${data.tab}: ${data.error}`));
        return;
      }
      values[data.tab] = data.value;
      if (order.tabs.every((tab) => tab in values)) {
        end();
        resolve(values);
      }
    };
    orders.postMessage({ id, ...order });
  });

export {};
