// `npm run size`: what the library costs, in production builds. It builds the same app with and
// without the library and compares what a browser gets before anything runs, and an app that loads
// the sign-in entry whole. It fails when something is over budget, and when code of the sign-in
// page comes earlier. `-- --record` approves the start as it is.

import { BuiltApp, buildProject, minus, type Sizes } from './built-app';
import { earlyCode } from './early-code';
import { loadedScripts } from './loaded-scripts';
import { ENTRY_BUDGET, SignInEntry } from './sign-in-entry';
import { StartCost } from './start-cost';

/**
 * Most initial JavaScript the library may add, in bytes after brotli. The goal is 6,656:
 * docs/adr/0014.
 */
const START_BUDGET = 7_424;
/**
 * Most JavaScript the library may add to a default app's sign-in page, in bytes after brotli. The
 * goal is 20,000.
 */
const SIGN_IN_PAGE_BUDGET = 28_672;

function row(what: string, ...figures: readonly (number | string)[]): void {
  const cells = figures.map((figure) => figure.toLocaleString('en').padStart(9));
  console.log(`${what.padEnd(48)}${cells.join('')}`);
}

function sizes(what: string, { raw, gzip, brotli }: Sizes): void {
  row(what, raw, gzip, brotli);
}

function budget(bytes: number): string {
  return `(budget: ${bytes.toLocaleString('en')} brotli)`;
}

function printSignInEntry(entry: SignInEntry): void {
  console.log('\nThe whole sign-in entry: one chunk with all its exports, linked and minified.');
  sizes(`without a gateway ${budget(ENTRY_BUDGET)}`, entry.sizes);
  sizes('with the AWS SDK', entry.with(entry.sdkGateway));
  sizes('with fetch', entry.with(entry.fetchGateway));
  console.log('\nWhere its bytes are; brotli is what it would lose without the source.');
  for (const { source, raw, brotli } of entry.shares()) {
    row(`  ${source.replace(/^.*sign-in\/src\//, '')}`, raw, '', brotli);
  }
}

async function main(): Promise<void> {
  // CI has just built it.
  if (process.env['SIZE_BUILT'] === undefined) buildProject('cognito-session');
  for (const app of ['baseline', 'with-session', 'whole-entry']) {
    buildProject(`size-${app}`, '--stats-json');
  }
  const baseline = new BuiltApp('dist/size/baseline');
  const app = new BuiltApp('dist/size/with-session');
  const whole = new BuiltApp('dist/size/whole-entry');
  const entry = new SignInEntry(whole);
  const scripts = await loadedScripts(`${app.folder}/browser`);
  const lateScripts = scripts.beforeSignIn.filter((file) => !app.initial.includes(file));

  row('bytes', 'raw', 'gzip', 'brotli');
  const delta = minus(app.sizes(app.initial), baseline.sizes(baseline.initial));
  sizes('initial JavaScript, baseline', baseline.sizes(baseline.initial));
  sizes('initial JavaScript, with-session', app.sizes(app.initial));
  sizes(`delta ${budget(START_BUDGET)}`, delta);
  sizes(`loaded later, before the sign-in page: ${lateScripts.length}`, app.sizes(lateScripts));
  sizes(
    `loaded with the sign-in page: ${scripts.signInPage.length}`,
    app.sizes(scripts.signInPage),
  );
  const page = minus(app.sizes(scripts.signedOut), baseline.sizes(baseline.initial));
  sizes(`sign-in page, all that it loads ${budget(SIGN_IN_PAGE_BUDGET)}`, page);
  printSignInEntry(entry);

  const start = new StartCost(baseline, app);
  if (process.argv.includes('--record')) start.record();
  const over = delta.brotli - START_BUDGET;
  const pageOver = page.brotli - SIGN_IN_PAGE_BUDGET;
  const early = [...new Set([...app.initial, ...scripts.beforeSignIn])];
  // Hints for developers; all begin like this.
  const hints = [app, whole].flatMap((built) =>
    built.scripts.filter((file) => built.text(file).includes('ngx-cognito-session: ')),
  );
  const problems = [
    ...hints.map((file) => `${file} holds a hint for developers`),
    ...(over > 0 ? [`the start is ${over} bytes over its budget`] : []),
    ...(pageOver > 0 ? [`the sign-in page is ${pageOver} bytes over its budget`] : []),
    ...start.problems(),
    ...entry.problems(),
    ...earlyCode(app, early, {
      page: scripts.signedOut,
      sdk: entry.sdkText,
      signIn: entry.text,
    }),
  ];
  for (const problem of problems) console.error(`size: ${problem}`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}

void main();
