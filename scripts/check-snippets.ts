// Compiles the TypeScript that the documents show, as a reader would who copies it:
// `npm run docs:check`.
//
// Every TypeScript block of the documents (see documents.ts) is written to a file of its own and
// compiled by Angular's compiler with the strict settings of the workspace. A block that begins
// with a comment naming a file (`// src/app/sign-in.ts`) gets that name, so that blocks of one
// document can import each other. Only a file that `ng new` makes and a document leaves alone is
// added (`GENERATED`). Blocks fenced as "ts fragment" are counted, named, and not compiled.

import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { documents } from './documents';

/** Inside the workspace, so that packages resolve; ignored by git. */
const FOLDER = '.cache/snippets';

/**
 * What `ng new` makes and a quick start imports as it is: the root component of an app of
 * NgModules.
 */
const GENERATED = {
  name: 'app.ts',
  text: `import { Component } from '@angular/core';
@Component({ selector: 'app-root', standalone: false, template: '<router-outlet />' })
export class App {}
`,
};

interface Block {
  readonly document: string;
  /** Line of the document that holds the block's first line, counted from 1. */
  readonly line: number;
  readonly fragment: boolean;
  readonly text: string;
}

function blocksOf(document: string): Block[] {
  const blocks: Block[] = [];
  let open: { line: number; info: string; fence: string; lines: string[] } | undefined;
  for (const [index, line] of readFileSync(document, 'utf8').split('\n').entries()) {
    const [, fence = '', info = ''] = /^\s*(`{3,})(.*)$/.exec(line) ?? [];
    if (!open && fence) {
      open = { line: index + 2, info: info.trim(), fence, lines: [] };
    } else if (open && fence === open.fence && !info.trim()) {
      const [language, mark] = open.info.split(/\s+/);
      if (language === 'ts' || language === 'typescript') {
        const text = open.lines.join('\n');
        blocks.push({ document, line: open.line, fragment: mark === 'fragment', text });
      }
      open = undefined;
    } else {
      open?.lines.push(line);
    }
  }
  // A fence that is never closed would swallow every block after it.
  if (open) throw new Error(`${document}:${open.line - 1}: this block is never closed`);
  return blocks;
}

/** Where a block is written: a folder for its document, a file for it. */
function fileOf({ document, line, text }: Block): string {
  const folder = document.replace(/[/\\]/g, '__');
  const named = /^\/\/ (?:[\w./-]+\/)?([\w.-]+\.ts)\b/.exec(text)?.[1];
  return join(FOLDER, folder, named ?? `line-${line}.ts`);
}

/** Writes blocks, each at the line it has in its document, so that the compiler names that line. */
function write(blocks: readonly Block[]): Map<string, Block> {
  const files = new Map<string, Block>();
  for (const block of blocks) {
    const file = fileOf(block);
    const other = files.get(file);
    if (other)
      throw new Error(`${block.document}: lines ${other.line} and ${block.line} hold one file`);
    files.set(file, block);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, '\n'.repeat(block.line - 1) + block.text + '\n');
  }
  return files;
}

/**
 * Adds the generated file beside blocks that import it, unless a block of the document is that
 * file.
 */
function addGenerated(files: Map<string, Block>): void {
  for (const [file, block] of [...files]) {
    const generated = join(dirname(file), GENERATED.name);
    if (files.has(generated) || !block.text.includes(`from './app'`)) continue;
    writeFileSync(generated, GENERATED.text);
    files.set(generated, block);
  }
}

/**
 * Compiles files with the types that their surroundings have; returns whether there was no error.
 */
function compile(
  name: string,
  files: ReadonlyMap<string, Block>,
  types: readonly string[],
): boolean {
  if (files.size === 0) return true;
  const tsconfig = join(FOLDER, `tsconfig.${name}.json`);
  const compilerOptions = { types, noEmit: true, moduleDetection: 'force' };
  const names = new Map(
    [...files].map(([file, block]) => [file.slice(FOLDER.length + 1), block.document]),
  );
  const tsconfigText = {
    extends: '../../tsconfig.json',
    compilerOptions,
    files: [...names.keys()],
  };
  writeFileSync(tsconfig, JSON.stringify(tsconfigText));
  const { status, stdout, stderr } = spawnSync('npx', ['ngc', '--project', tsconfig], {
    encoding: 'utf8',
  });
  if (status === 0) return true;
  let report = stripVTControlCharacters(stdout + stderr);
  for (const [name, document] of names) report = report.replaceAll(name, document);
  console.error(report);
  return false;
}

function main(): void {
  const blocks = documents().flatMap(blocksOf);
  const whole = blocks.filter(({ fragment }) => !fragment);
  // A file that only tests import has no types of its own: what its document's tests have is
  // enough.
  const ofTests = ({ text }: Block): boolean =>
    /from '(local-cognito|@angular\/core\/testing)'/.test(text);
  const testDocuments = new Set(whole.filter(ofTests).map(({ document }) => document));
  const isTest = (block: Block): boolean => testDocuments.has(block.document);
  rmSync(FOLDER, { recursive: true, force: true });
  try {
    const app = write(whole.filter((block) => !isTest(block)));
    addGenerated(app);
    const tests = write(whole.filter(isTest));
    // Both are compiled before the verdict: one run names every error. An app has no types of Node
    // or Jest.
    const results = [compile('app', app, []), compile('tests', tests, ['node', 'jest'])];
    for (const { document, line, fragment } of blocks) {
      if (fragment) console.log(`not compiled: ${document}:${line} (fragment)`);
    }
    const count = `${whole.length} blocks of ${new Set(whole.map((each) => each.document)).size} documents`;
    if (whole.length === 0) console.error('docs: no block was found');
    else console.log(`docs: ${count} compiled${results.includes(false) ? ', with errors' : ''}`);
    if (whole.length === 0 || results.includes(false)) process.exitCode = 1;
  } finally {
    rmSync(FOLDER, { recursive: true, force: true });
  }
}

main();
