// Checks the links of the documents: `npm run docs:check`. A relative link must lead to a file or
// folder of the repository, and its anchor to a heading there. Every page of docs/ must link to the
// README, and another document must link to it.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { documents } from './documents';

const README = 'README.md';
/** Tables that a script writes whole. */
const GENERATED = ['docs/mutation.md', 'docs/scenarios.md'];

interface Link {
  readonly line: number;
  readonly target: string;
}

/** The lines of a document, empty where a block of code stands. */
function proseOf(document: string): string[] {
  let fence = '';
  return readFileSync(document, 'utf8')
    .split('\n')
    .map((line) => {
      const [, mark = ''] = /^\s*(`{3,})/.exec(line) ?? [];
      const isCode = fence !== '' || mark !== '';
      if (!fence) fence = mark;
      else if (mark === fence) fence = '';
      return isCode ? '' : line;
    });
}

/** Links and images, by `[text](target)` or `[name]: target`; those in code spans are text. */
function linksOf(document: string): Link[] {
  const FORMS = [/\]\(\s*<?([^)\s>]+)/g, /^\[[^\]]+\]:\s*(\S+)/g];
  return proseOf(document).flatMap((line, index) => {
    const text = line.replace(/`[^`]*`/g, '``');
    return FORMS.flatMap((form) => [...text.matchAll(form)]).map(([, target = '']) => ({
      line: index + 1,
      target,
    }));
  });
}

/** The anchors of a document's headings, as GitHub makes them. */
function anchorsOf(document: string): Set<string> {
  const seen = new Map<string, number>();
  const anchors = proseOf(document).flatMap((line) => {
    const [, heading] = /^#{1,6}\s+(.+?)\s*#*$/.exec(line) ?? [];
    if (heading === undefined) return [];
    const text = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const anchor = text.replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, '').replace(/\s/g, '-');
    const before = seen.get(anchor) ?? 0;
    seen.set(anchor, before + 1);
    return [before === 0 ? anchor : `${anchor}-${before}`];
  });
  return new Set(anchors);
}

/** What is wrong with a relative link; links to other sites are not followed. */
function problemOf(document: string, target: string): string | undefined {
  if (/^[a-z][a-z+.-]*:/i.test(target)) return undefined;
  const [path = '', anchor] = target.split('#');
  const file = path ? normalize(join(dirname(document), decodeURI(path))) : document;
  if (file.startsWith('..')) return 'leads out of the repository';
  if (!existsSync(file)) return 'leads to no file';
  if (anchor === undefined) return undefined;
  if (!file.endsWith('.md') || statSync(file).isDirectory()) return undefined;
  return anchorsOf(file).has(decodeURIComponent(anchor)) ? undefined : 'leads to no heading';
}

function main(): void {
  const problems: string[] = [];
  /** For each document the documents that it links to. */
  const leads = new Map<string, Set<string>>();
  let count = 0;
  for (const document of documents()) {
    const links = linksOf(document);
    count += links.length;
    for (const { line, target } of links) {
      const problem = problemOf(document, target);
      if (problem) problems.push(`${document}:${line}: ${target} ${problem}`);
    }
    const files = links.map(({ target }) => target.replace(/#.*/, ''));
    leads.set(document, new Set(files.map((file) => normalize(join(dirname(document), file)))));
  }
  // The decisions in docs/adr are one list, to which README and ARCHITECTURE lead.
  const pages = [...leads.keys()].filter((page) => dirname(page) === 'docs');
  for (const page of pages) {
    if (!GENERATED.includes(page) && !leads.get(page)?.has(README))
      problems.push(`${page}: has no link to ${relative(dirname(page), README)}`);
    const isLinked = [...leads].some(
      ([document, targets]) => document !== page && targets.has(page),
    );
    if (!isLinked) problems.push(`${page}: no document links to it`);
  }
  for (const problem of problems) console.error(problem);
  console.log(`docs: ${count} links of ${leads.size} documents, ${problems.length} problems`);
  if (problems.length > 0) process.exitCode = 1;
}

main();
