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
  /** Ours by fetch, the default, and ours by the SDK first. */
  readonly costs: readonly LibraryCost[];
  /** Of the page without a library. */
  readonly openings: readonly Opening[];
}

/** The document, as Prettier wants it. */
export function writeDocument(measured: SignInCosts): Promise<string> {
  const { browser, entry, costs, openings } = measured;
  const visits = costs[0]?.visits.length ?? 0;
  const text = `# What a sign-in costs

← [Other libraries](peers.md) · [README](../README.md) · [Guarantees](guarantees.md)

\`npm run compare:sign-in\` writes this page. It builds one small Angular page for production: with this library and each of its gateways,
with amazon-cognito-identity-js, and with aws-amplify. It uses each library as its documentation says and with its defaults; the flow is
\`USER_SRP_AUTH\` for all. Bytes are the same in every run. Times are those of one run, and nothing asserts them.

## Kilobytes

The table shows the JavaScript that the library adds to the page, in kB (1000 bytes). Each file is compressed with brotli by itself.

${table(
  ['', 'page ready', 'first sign-in loads', 'together'],
  costs.map(({ name, page, during }) => [
    name,
    kilobytes(page.brotli),
    kilobytes(during.brotli),
    kilobytes(page.brotli + during.brotli),
  ]),
)}

- The size of the same page without a library (Angular, its router and RxJS) is subtracted. If a library needs more of these, the
  difference counts as the library's.
- **page ready**: from opening \`/sign-in\` until no request is in progress. With this library the page loads the session (the start of the
  app), the used parts of the sign-in entry, and the gateway. **first sign-in loads**: the rest; with this library the part that keeps a
  session going.

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

The last table shows how much longer the main thread works when the page opens, for parsing and running the scripts above: the median,
minus the median of the page without a library.

${table(
  ['opening the page', 'main thread', 'with the first sign-in'],
  costs.map(({ name, visits }) => {
    const opening = openingTime(visits) - openingTime(openings);
    const first = median(visits.map((each) => each.first.mainThread));
    return [name, opening.toFixed(1), (opening + first).toFixed(1)];
  }),
)}

- Chromium's \`Performance.getMetrics\` counts the CPU time (\`ThreadTime\`, \`ProcessTime\`), from the call of the sign-in until the page is
  idle. It does not count waiting for the pool or for a free core.
- **main thread**: a user can feel it, because the page is frozen while it works. **whole process** adds the threads of compilers, garbage
  collection and WebCrypto; Chromium counts it in steps of 10 ms.
- **first**: every visit has a browser profile and a renderer process of its own, like a user who comes to sign in. **fifth**: by then the
  browser has compiled the code that runs often.
- **to ours**: the median divided by that of this library with its default gateway.

---

← [Other libraries](peers.md) · [README](../README.md) · [Guarantees](guarantees.md)
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
