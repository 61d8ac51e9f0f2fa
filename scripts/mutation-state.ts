// The state in which a file was measured: a name for its code and that of its specs.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { LIBRARY, type MutationGroup } from './mutation-groups';

const OPTIONS: ts.CompilerOptions = { target: ts.ScriptTarget.ESNext, removeComments: true };
const compiled = new Map<string, string>();

/** Names the state of a file and of the specs that prove it: their code decides about its score. */
export function stateOf(file: string, { specs }: MutationGroup): string {
  const hash = createHash('sha256');
  for (const path of [file, ...specs]) hash.update(codeOf(path)).update('\0');
  return hash.digest('hex').slice(0, 12);
}

/** The code of a file without comments and types: neither decides about a score. */
function codeOf(path: string): string {
  const known = compiled.get(path);
  if (known !== undefined) return known;
  const text = readFileSync(join(LIBRARY, path), 'utf8');
  const code = ts.transpileModule(text, { compilerOptions: OPTIONS }).outputText;
  compiled.set(path, code);
  return code;
}
