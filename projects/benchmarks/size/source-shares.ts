// Which source files a built file is made of, by its source map: where the bytes are, for whoever
// must save some.

import { SourceMap, type SourceMapPayload } from 'node:module';
import { brotliSize } from './built-app';

/** What one source adds to a built file, in bytes. */
export interface SourceShare {
  /** Path of the source, as the map has it. */
  readonly source: string;
  /** Minified. */
  readonly raw: number;
  /**
   * What the file would be smaller by without it, after brotli. Shares do not add up: repeated text
   * is paid for once.
   */
  readonly brotli: number;
}

/** Shares of all sources, largest first; text that no source stands for is named `(joints)`. */
export function sourceShares(code: string, map: string): SourceShare[] {
  const sources = sourcePerCharacter(code, map);
  const whole = brotliSize(code);
  return [...new Set(sources)]
    .map((source) => {
      const isOther = (_: string, at: number): boolean => sources[at] !== source;
      const rest = Array.from(code).filter(isOther).join('');
      const raw = Buffer.byteLength(code) - Buffer.byteLength(rest);
      return { source, raw, brotli: whole - brotliSize(rest) };
    })
    .sort((a, b) => b.raw - a.raw);
}

/** The source of every character, in order. */
function sourcePerCharacter(code: string, json: string): string[] {
  const map = new SourceMap(JSON.parse(json) as SourceMapPayload);
  let line = 0;
  let column = 0;
  return Array.from(code).map((character) => {
    const entry = map.findEntry(line, column);
    const isMapped = 'originalSource' in entry && entry.generatedLine === line;
    if (character === '\n') {
      line++;
      column = 0;
    } else {
      column += character.length;
    }
    return isMapped ? entry.originalSource : '(joints)';
  });
}
