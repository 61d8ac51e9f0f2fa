// The built app with the pages' scripts of these tests in it: what runs before the app, and what
// takes orders.

import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import ts from 'typescript';

const scriptFolder = 'projects/e2e/engines/page';

/** A folder to serve. */
export interface PageSite {
  readonly folder: string;
  remove(): void;
}

/**
 * Makes a copy of the app with the scripts in its head; `/control.html` is the control tab,
 * `/away.html` is empty.
 */
export function makePageSite(): PageSite {
  const folder = mkdtempSync(join(tmpdir(), 'e2e-engines-'));
  cpSync(process.env['E2E_APP'] ?? 'dist/e2e-app/browser', folder, { recursive: true });
  for (const file of readdirSync(scriptFolder)) {
    const source = readFileSync(join(scriptFolder, file), 'utf8');
    writeFileSync(join(folder, `${basename(file, '.ts')}.js`), transpile(source));
  }
  // Module scripts run in their order in the document, and the app's own one stands at its end.
  const index = readFileSync(join(folder, 'index.html'), 'utf8');
  const head = scripts('before-app', 'tab-orders', 'plain-lock');
  writeFileSync(join(folder, 'index.html'), index.replace('</head>', `${head}</head>`));
  writeFileSync(join(folder, 'control.html'), page(scripts('control-tab')));
  writeFileSync(join(folder, 'away.html'), page(''));
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

function transpile(source: string): string {
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
  return ts.transpileModule(source, { compilerOptions }).outputText;
}

function scripts(...names: readonly string[]): string {
  return names.map((name) => `<script type="module" src="/${name}.js"></script>`).join('');
}

function page(head: string): string {
  return `<!doctype html><title>e2e</title><link rel="icon" href="data:," />${head}`;
}
