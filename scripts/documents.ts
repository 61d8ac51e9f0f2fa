// The documents that people read: the list that check-snippets.ts and check-links.ts go through.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Paths of the documents at the root, in docs/ and of each project's README, from the workspace's
 * root.
 */
export function documents(): string[] {
  const markdown = (folder: string, recursive = false): string[] =>
    readdirSync(folder, { recursive, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(folder, name));
  const readmes = readdirSync('projects').map((name) => join('projects', name, 'README.md'));
  return [...markdown('.'), ...markdown('docs', true), ...readmes.filter(existsSync)].sort();
}
