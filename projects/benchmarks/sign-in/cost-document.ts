// docs/sign-in-cost.md: the tables, and how to read them.

import { format } from 'prettier';
import type { Sizes } from '../size/built-app';
import { ENTRY_BUDGET, type SignInEntry } from '../size/sign-in-entry';
import type { CpuTime, Opening, Visit } from './sign-in-page';

/** What was measured of one library. */
export interface LibraryCost {
  readonly name: string;
  /** What the library adds to the scripts of the page, from its opening until it is ready. */
  readonly page: Sizes;
  /** Scripts that the first sign-in loads. */
  readonly during: Sizes;
  readonly visits: readonly Visit[];
}

/** All that was measured in one run. */
export interface SignInCosts {
  /** Version of Chromium. */
  readonly browser: string;
  readonly entry: SignInEntry;
  /** Ours by the SDK and ours by fetch first. */
  readonly costs: readonly LibraryCost[];
  /** Of the page without a library. */
  readonly openings: readonly Opening[];
}

/** The document, as Prettier wants it. */
export function writeDocument(measured: SignInCosts): Promise<string> {
  const { browser, entry, costs, openings } = measured;
  const visits = costs[0]?.visits.length ?? 0;
  const text = `# What a sign-in costs

\`npm run compare:sign-in\` writes this page. It builds one small Angular page for production, with this library and both of its gateways,
with amazon-cognito-identity-js and with aws-amplify, each used as its documentation says and with its defaults: the flow is
\`USER_SRP_AUTH\` for all. Bytes are the same in every run; times are of one run, and nothing asserts them.

## Kilobytes

What the library adds to the JavaScript that the page loads, in kB (1000 bytes) after brotli, each file for itself.

${table(
  ['', 'page ready', 'first sign-in loads', 'together'],
  costs.map(({ name, page, during }) => [
    name,
    kilobytes(page.brotli),
    kilobytes(during.brotli),
    kilobytes(page.brotli + during.brotli),
  ]),
)}

- The page without a library is subtracted: the same app with Angular, its router and RxJS. What a library uses of these beyond it counts
  as the library's.
- **page ready**: from opening \`/sign-in\` until no request is under way. Of ours this is the session (the start of the app), the sign-in
  entry without what this page does not use, and the gateway. **first sign-in loads**: what comes later, of ours the upkeep of a session.

The whole sign-in entry, with every export (sign-in, accounts, factors, devices) and without the session's part of the start;
\`npm run size\` keeps it below ${ENTRY_BUDGET.toLocaleString('en')} bytes:

${table(
  ['', 'bytes, minified', 'bytes, brotli'],
  [
    ['without a gateway', entry.sizes],
    ['with the AWS SDK', entry.with(entry.sdkGateway)],
    ['with fetch', entry.with(entry.fetchGateway)],
  ].map(([what, sizes]) => {
    const { raw, brotli } = sizes as Sizes;
    return [what as string, raw.toLocaleString('en'), brotli.toLocaleString('en')];
  }),
)}

## CPU time of one SRP sign-in

In Chromium ${browser}, against [local-cognito](../projects/local-cognito/README.md) over HTTP: milliseconds of CPU, median of ${visits} visits
(least–most), pages visited in turn after a warm-up.

${cpuTable('first sign-in of a visit', costs, ({ first }) => first)}

${cpuTable('fifth sign-in in the same page', costs, ({ later }) => later)}

What opening the page takes more than without a library, on its main thread: parsing and running the
scripts above; the median less that of the page without one.

${table(
  ['opening the page', 'main thread', 'with the first sign-in'],
  costs.map(({ name, visits }) => {
    const opening = openingTime(visits) - openingTime(openings);
    const first = median(visits.map((each) => each.first.mainThread));
    return [name, opening.toFixed(1), (opening + first).toFixed(1)];
  }),
)}

- CPU time as Chromium's \`Performance.getMetrics\` counts it (\`ThreadTime\`, \`ProcessTime\`), from the call of the sign-in until the page is
  idle after it. Waiting for the pool or for a free core is not in it.
- **main thread** is what a user can feel: while it works, the page is frozen. **whole process** adds what compilers,
  garbage collection and WebCrypto do on threads of their own; Chromium counts it in steps of 10 ms.
- **first**: every visit has a profile and a renderer process of its own, as somebody who comes to sign in. **fifth**: the browser
  has compiled by then what is used often.
- **to ours**: the median divided by that of this library with the AWS SDK.
`;
  return format(text, { parser: 'markdown', printWidth: 100, singleQuote: true });
}

function cpuTable(
  title: string,
  costs: readonly LibraryCost[],
  pick: (visit: Visit) => CpuTime,
): string {
  const ours = costs[0] ? median(costs[0].visits.map((each) => pick(each).mainThread)) : NaN;
  return table(
    [title, 'main thread', 'to ours', 'whole process'],
    costs.map(({ name, visits }) => {
      const mainThread = visits.map((each) => pick(each).mainThread);
      const process = visits.map((each) => pick(each).process);
      return [
        name,
        spread(mainThread),
        `× ${(median(mainThread) / ours).toFixed(1)}`,
        spread(process),
      ];
    }),
  );
}

function openingTime(openings: readonly Opening[]): number {
  return median(openings.map(({ opening }) => opening.mainThread));
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, column) => (column === 0 ? '---' : '---:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(1);
}

function spread(times: readonly number[]): string {
  const [least, most] = [Math.min(...times), Math.max(...times)];
  return `${median(times).toFixed(1)} (${least.toFixed(0)}–${most.toFixed(0)})`;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
