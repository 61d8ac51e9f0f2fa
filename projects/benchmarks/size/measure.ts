// What the library costs an app at start: builds the same app with and without it, compares what a browser gets before
// anything runs, and fails when that is over budget or when the AWS SDK came before the sign-in page.

import { spawnSync } from 'node:child_process';
import { BuiltApp, type Sizes } from './built-app';
import { loadedScripts } from './loaded-scripts';

/** Most initial JavaScript the library may add, in bytes after brotli. */
const BUDGET = 6 * 1024;

/** Where the SDK's code comes from, as paths of sources in a build. */
const SDK_SOURCE = /node_modules\/(@aws-sdk|@aws-crypto|@smithy|bowser)\//;
/** Texts that only the SDK's code holds, in any build of it that can send a request. */
const SDK_TEXTS = ['com.amazonaws.cognitoidentityprovider', 'aws-sdk-js', 'amz-sdk-invocation-id'];

const problems: string[] = [];

function build(project: string, ...flags: string[]): void {
  const args = ['ng', 'build', project, ...flags];
  const { status, stdout, stderr } = spawnSync('npx', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`ng build ${project} failed\n${stdout}\n${stderr}`);
}

function row(what: string, { raw, gzip, brotli }: Sizes): void {
  const cells = [raw, gzip, brotli].map((bytes) => bytes.toLocaleString('en').padStart(9));
  console.log(`${what.padEnd(44)}${cells.join('')}`);
}

function minus(a: Sizes, b: Sizes): Sizes {
  return { raw: a.raw - b.raw, gzip: a.gzip - b.gzip, brotli: a.brotli - b.brotli };
}

/** Files of `files` that hold code of the AWS SDK. */
function withSdk(app: BuiltApp, files: readonly string[]): string[] {
  return files.filter(
    (file) =>
      SDK_TEXTS.some((text) => app.text(file).includes(text)) ||
      app.sources([file]).some(([source]) => SDK_SOURCE.test(source)),
  );
}

function printLargest(app: BuiltApp): void {
  console.log('\nThe library in the initial files, by source, minified and not compressed:');
  const ours = app.sources(app.initial).filter(([source]) => source.includes('cognito-session'));
  for (const [source, bytes] of ours) console.log(`${String(bytes).padStart(9)}  ${source}`);
}

async function main(): Promise<void> {
  build('cognito-session');
  build('size-baseline', '--stats-json');
  build('size-with-session', '--stats-json');
  const baseline = new BuiltApp('dist/size/baseline');
  const app = new BuiltApp('dist/size/with-session');
  const scripts = await loadedScripts(`${app.folder}/browser`);
  const lateScripts = scripts.beforeSignIn.filter((file) => !app.initial.includes(file));

  const delta = minus(app.sizes(app.initial), baseline.sizes(baseline.initial));
  console.log(
    `${'bytes'.padEnd(44)}${['raw', 'gzip', 'brotli'].map((h) => h.padStart(9)).join('')}`,
  );
  row('initial JavaScript, baseline', baseline.sizes(baseline.initial));
  row('initial JavaScript, with-session', app.sizes(app.initial));
  row(`delta (budget: ${BUDGET.toLocaleString('en')} brotli)`, delta);
  row(`loaded later, before the sign-in page: ${lateScripts.length}`, app.sizes(lateScripts));
  row(`loaded with the sign-in page: ${scripts.signInPage.length}`, app.sizes(scripts.signInPage));
  row('  of these with code of the AWS SDK', app.sizes(withSdk(app, scripts.signInPage)));

  if (delta.brotli > BUDGET) {
    problems.push(`the library adds ${delta.brotli} bytes, ${delta.brotli - BUDGET} over budget`);
    printLargest(app);
  }
  const early = withSdk(app, [...new Set([...app.initial, ...scripts.beforeSignIn])]);
  if (early.length > 0) problems.push(`AWS SDK before the sign-in page, in ${early.join()}`);
  // Texts that the SDK no longer holds would prove nothing when they are missing elsewhere.
  const lazily = scripts.signInPage.map((file) => app.text(file)).join('\n');
  for (const text of SDK_TEXTS) {
    if (!lazily.includes(text)) problems.push(`the sign-in page's SDK does not hold "${text}"`);
  }
  for (const problem of problems) console.error(`size: ${problem}`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}

void main();
