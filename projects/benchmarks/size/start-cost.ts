// What the library adds to the first files of an app, to the byte, and the figures that were
// approved.

import { readFileSync, writeFileSync } from 'node:fs';
import type { BuiltApp } from './built-app';

/** Most that the library may add, and where those bytes are. */
interface ApprovedStart {
  /** Why these figures were approved. */
  readonly reason: string;
  /** Bytes that the library adds to the initial JavaScript, minified and not compressed. */
  readonly raw: number;
  /** The same by source. */
  readonly sources: Readonly<Record<string, number>>;
}

const file = 'projects/benchmarks/size/approved-start.json';
/** Bytes of no source: the names that files export to each other, and import. */
const JOINTS = '(names between files)';

/**
 * What the library adds to the initial JavaScript of an app. Raw bytes: those of a build are always
 * the same.
 */
export class StartCost {
  readonly raw: number;
  readonly sources: Readonly<Record<string, number>>;

  constructor(baseline: BuiltApp, app: BuiltApp) {
    this.sources = changes(bytesBySource(baseline), bytesBySource(app));
    this.raw = Object.values(this.sources).reduce((sum, bytes) => sum + bytes, 0);
  }

  /** What is wrong with it; nothing when it is as approved, or smaller. */
  problems(): string[] {
    const { raw, sources } = readApproved();
    if (this.raw <= raw) return [];
    const grown = Object.entries(changes(sources, this.sources))
      .filter(([, bytes]) => bytes > 0)
      .map(([source, bytes]) => `  +${bytes}  ${source}`);
    const problem = `the start grew by ${this.raw - raw} bytes, raw, over the approved ${raw}:`;
    return [[problem, ...grown].join('\n')];
  }

  /** Makes these figures the approved ones; the reason in the file is for a person to write. */
  record(): void {
    const { reason } = readApproved();
    const { raw, sources } = this;
    writeFileSync(file, `${JSON.stringify({ reason, raw, sources }, null, 2)}\n`);
  }
}

function readApproved(): ApprovedStart {
  return JSON.parse(readFileSync(file, 'utf8')) as ApprovedStart;
}

function bytesBySource(app: BuiltApp): Record<string, number> {
  const bytes: Record<string, number> = {};
  for (const [path, count] of app.sources(app.initial)) {
    // ng-packagr puts a hash of the content into names; a checkout's node_modules may be a link to
    // elsewhere.
    const source = path
      .replace(/^.*node_modules\//, '')
      .replace(/^dist\/(.*)-[\w-]{8}\.mjs$/, '$1.mjs')
      .replace(/^projects\/benchmarks\/size\/[\w-]+\//, 'app/');
    bytes[source] = (bytes[source] ?? 0) + count;
  }
  const known = Object.values(bytes).reduce((sum, count) => sum + count, 0);
  return { ...bytes, [JOINTS]: app.sizes(app.initial).raw - known };
}

/** `to` less `from`, without what is equal; the largest first. */
function changes(
  from: Readonly<Record<string, number>>,
  to: Readonly<Record<string, number>>,
): Record<string, number> {
  const sources = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  const each = sources.map((source): [string, number] => [
    source,
    (to[source] ?? 0) - (from[source] ?? 0),
  ]);
  return Object.fromEntries(each.filter(([, bytes]) => bytes !== 0).sort(([, a], [, b]) => b - a));
}
