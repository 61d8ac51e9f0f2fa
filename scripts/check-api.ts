// Compares the public names and types of each entry of the built package with the approved ones in
// goldens/, as api-extractor reports them. Run after `npm run build`:
//
//   npx tsx scripts/check-api.ts            fails when an entry differs from its golden
//   npx tsx scripts/check-api.ts --approve  writes the goldens anew; look at their diff
//
// https://api-extractor.com/pages/overview/demo_api_report/

import {
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
  type ExtractorMessage,
} from '@microsoft/api-extractor';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist/cognito-session');
const types = join(dist, 'types');

/** The entries of the package, by the names of their type files. */
const ENTRIES = ['ngx-cognito-session', 'ngx-cognito-session-sign-in'];

/**
 * Messages about doc comments and exports are for eslint and the documents; only the report counts.
 */
function quiet(message: ExtractorMessage): void {
  if (message.messageId.startsWith('ae-') || message.messageId.startsWith('tsdoc-')) {
    message.logLevel = ExtractorLogLevel.None;
  }
  if (message.messageId === 'console-compiler-version-notice') message.handled = true;
}

/** Whether the entry is as approved; with `approve` it becomes so. */
function check(entry: string, approve: boolean): boolean {
  const temp = join(root, 'dist/api');
  const goldens = join(root, 'goldens');
  for (const folder of [temp, goldens]) mkdirSync(folder, { recursive: true });
  const config = ExtractorConfig.prepare({
    configObject: {
      projectFolder: dist,
      mainEntryPointFilePath: join(types, `${entry}.d.ts`),
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            target: 'ES2022',
            lib: ['ES2022', 'DOM'],
            module: 'ES2022',
            moduleResolution: 'bundler',
            strict: true,
            skipLibCheck: true,
            types: [],
            baseUrl: root,
            paths: { 'ngx-cognito-session': [join(types, 'ngx-cognito-session.d.ts')] },
          },
          files: [join(types, `${entry}.d.ts`)],
        },
      },
      apiReport: {
        enabled: true,
        reportFileName: `${entry}.api.md`,
        reportFolder: goldens,
        reportTempFolder: temp,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(dist, 'package.json'),
  });
  const result = Extractor.invoke(config, {
    localBuild: approve,
    messageCallback: quiet,
  });
  const ok = !result.apiReportChanged && result.errorCount === 0;
  console.log(`api: ${entry} is ${ok || approve ? 'as approved' : 'not as approved in goldens/'}`);
  return ok || (approve && result.errorCount === 0);
}

const approve = process.argv.includes('--approve');
const results = ENTRIES.map((entry) => check(entry, approve));
if (results.includes(false)) process.exitCode = 1;
