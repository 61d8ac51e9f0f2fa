// The rows of docs/troubleshooting.md, so that a row without a test, or a test without a row,
// fails.

import { readFileSync } from 'node:fs';

/** What the rows below a heading say a developer sees. */
export function symptomsBelow(heading: string): readonly string[] {
  const text = readFileSync('docs/troubleshooting.md', 'utf8');
  const section = text.split(/^## /m).find((each) => each.startsWith(`${heading}\n`)) ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (You see|-)/.test(line))
    .map((line) => line.split('|')[1]?.trim() ?? '');
}

/** The texts that a symptom quotes. */
export function quotedIn(symptom: string): readonly string[] {
  return [...symptom.matchAll(/`([^`]+)`/g)].map(([, quoted = '']) => quoted);
}
