// A production build as esbuild describes it: its files, what imports what, and which sources went
// into each.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** Sizes in bytes: as they are, and compressed as strongly as a web host does. */
export interface Sizes {
  readonly raw: number;
  readonly gzip: number;
  readonly brotli: number;
}

/** Names of chunks as the bundler writes them: their hash is random to brotli. */
const CHUNK_HASH = /(?<=-)[A-Z2-7]{8}(?=\.js)/g;
/** How often the chunks are renamed; odd, for a median. */
const RENAMINGS = 15;

/**
 * The sizes of one file. With other names of the chunks that it imports, brotli's figure moves by
 * up to 75 bytes and gzip's by 5, so brotli counts by the median over names that are the same in
 * each run.
 */
export function sizesOf(text: string): Sizes {
  const raw = Buffer.byteLength(text);
  return { raw, gzip: raw && gzipSync(text, { level: 9 }).length, brotli: medianBrotliSize(text) };
}

function medianBrotliSize(text: string): number {
  if (text.search(CHUNK_HASH) < 0) return brotliSize(text);
  const hashes = [...new Set(text.match(CHUNK_HASH))];
  const sizes = Array.from({ length: RENAMINGS }, (_, round) =>
    brotliSize(text.replace(CHUNK_HASH, (hash) => newHash(hashes.indexOf(hash), round))),
  );
  return sizes.sort((a, b) => a - b)[(RENAMINGS - 1) / 2] ?? 0;
}

/** The hash that the chunk with this number gets in a round. */
function newHash(chunk: number, round: number): string {
  const digest = createHash('sha256').update(`${chunk} ${round}`).digest();
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return [...digest.subarray(0, 8)].map((byte) => letters[byte % 32]).join('');
}

/** Bytes of a text after brotli; an empty file is never sent. */
export function brotliSize(text: string): number {
  const strongest = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
  return text ? brotliCompressSync(text, strongest).length : 0;
}

/** The sum, as files of their own. */
export function addSizes(sizes: readonly Sizes[]): Sizes {
  const sum = (size: keyof Sizes): number => sizes.reduce((total, each) => total + each[size], 0);
  return { raw: sum('raw'), gzip: sum('gzip'), brotli: sum('brotli') };
}

/** What `a` is more than `b`. */
export function minus(a: Sizes, b: Sizes): Sizes {
  return { raw: a.raw - b.raw, gzip: a.gzip - b.gzip, brotli: a.brotli - b.brotli };
}

/** The part of esbuild's metafile that is read here. */
interface Metafile {
  readonly outputs: Readonly<Record<string, Output>>;
}

interface Output {
  readonly entryPoint?: string;
  readonly imports: readonly { readonly path: string; readonly kind: string }[];
  readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>>;
}

/** Builds one of the workspace's projects for production. */
export function buildProject(project: string, ...flags: string[]): void {
  const args = ['ng', 'build', project, ...flags];
  const { status, stdout, stderr } = spawnSync('npx', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`ng build ${project} failed\n${stdout}\n${stderr}`);
}

/** A built app in `folder`, made with `--stats-json`. */
export class BuiltApp {
  readonly #outputs: Readonly<Record<string, Output>>;

  constructor(readonly folder: string) {
    // The name that Angular 22 gives it, or Angular 21.
    const file = [`${folder}/browser-stats.json`, `${folder}/stats.json`].find((name) =>
      existsSync(name),
    );
    if (file === undefined) throw new Error(`${folder} was built without --stats-json`);
    const stats = readFileSync(file, 'utf8');
    this.#outputs = (JSON.parse(stats) as Metafile).outputs;
  }

  /**
   * The files a browser gets before anything runs: what index.html names, and all they import
   * statically.
   */
  get initial(): string[] {
    const page = readFileSync(`${this.folder}/browser/index.html`, 'utf8');
    const named = [...page.matchAll(/(?:src|href)="([^"]+\.js)"/g)].map(([, file = '']) => file);
    if (named.length === 0) throw new Error(`${this.folder}: index.html names no script`);
    return this.closure(named);
  }

  /** All scripts. */
  get scripts(): string[] {
    return Object.keys(this.#outputs).filter((file) => file.endsWith('.js'));
  }

  /** `files` and everything they import statically. */
  closure(files: readonly string[]): string[] {
    const found = new Set(files);
    // A set's iteration also visits what is added on the way.
    for (const file of found) {
      for (const { path, kind } of this.#output(file).imports) {
        if (kind === 'import-statement') found.add(path);
      }
    }
    return [...found];
  }

  /** The files whose entry is a source whose path contains `part`. */
  entries(part: string): string[] {
    return Object.entries(this.#outputs)
      .filter(([, { entryPoint }]) => entryPoint?.includes(part))
      .map(([file]) => file);
  }

  /** Bytes of every source in `files`, largest first. */
  sources(files: readonly string[]): [source: string, bytes: number][] {
    return files
      .flatMap((file) => Object.entries(this.#output(file).inputs))
      .map(([source, { bytesInOutput }]): [string, number] => [source, bytesInOutput])
      .sort(([, a], [, b]) => b - a);
  }

  text(file: string): string {
    return readFileSync(`${this.folder}/browser/${file}`, 'utf8');
  }

  /** Source map of a file. */
  map(file: string): string {
    return this.text(`${file}.map`);
  }

  /** Sum over files, each compressed for itself, as they travel. */
  sizes(files: readonly string[]): Sizes {
    return addSizes(files.map((file) => sizesOf(this.text(file))));
  }

  #output(file: string): Output {
    const output = this.#outputs[file];
    if (!output) throw new Error(`${this.folder}: stats.json does not know ${file}`);
    return output;
  }
}
