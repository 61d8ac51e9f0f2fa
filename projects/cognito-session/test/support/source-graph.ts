// The library's sources as a graph of imports, read with the TypeScript compiler; what the
// architecture spec judges.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import * as ts from 'typescript';

/** One import, re-export or `import()` of a file. */
export interface SourceImport {
  /** As it is written. */
  readonly specifier: string;
  /** Erased by the compiler: `import type`, or every name of it is `type`. */
  readonly typeOnly: boolean;
  /** `import()`: loaded later, or never. */
  readonly dynamic: boolean;
  /** The imported names; empty for `import()` and namespaces. */
  readonly names: readonly string[];
  /** Path of the imported file of this library, from the library's root; undefined for packages. */
  readonly target: string | undefined;
}

/** A file of the library. */
export interface Source {
  /** From the library's root, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
  readonly imports: readonly SourceImport[];
}

/** Reads every TypeScript file below `root`, except what lies in `node_modules`. */
export function readSources(root: string): Source[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.ts$/.test(path) && !path.includes('node_modules/'))
    .sort()
    .map((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
      return { path, text, tree, imports: importsOf(tree) };
    });
}

/** Every node below `node`, itself included; `enter` says whether to look inside one. */
export function* nodesOf(
  node: ts.Node,
  enter: (inner: ts.Node) => boolean = () => true,
): Generator<ts.Node> {
  yield node;
  if (!enter(node)) return;
  const children: ts.Node[] = [];
  node.forEachChild((child) => void children.push(child));
  for (const child of children) yield* nodesOf(child, enter);
}

/** The files that `start` loads by static imports that survive compilation, itself included. */
export function importClosure(sources: readonly Source[], start: string): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const reached = new Set([start]);
  for (const path of reached) {
    for (const { target, typeOnly, dynamic } of byPath.get(path)?.imports ?? []) {
      if (target !== undefined && !typeOnly && !dynamic) reached.add(target);
    }
  }
  return [...reached].sort();
}

/**
 * Chains of files that import one another in a ring, type imports counted; each ring is found once.
 */
export function importCycles(sources: readonly Source[]): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const seenAt = trail.indexOf(path);
    if (seenAt >= 0) cycles.push([...trail.slice(seenAt), path].join(' → '));
    if (seenAt >= 0 || done.has(path)) return;
    for (const { target } of byPath.get(path)?.imports ?? []) {
      if (target !== undefined) visit(target, [...trail, path]);
    }
    done.add(path);
  };
  for (const { path } of sources) visit(path, []);
  return cycles;
}

function importsOf(tree: ts.SourceFile): SourceImport[] {
  const found: SourceImport[] = [];
  const add = (specifier: string, rest: Omit<SourceImport, 'specifier' | 'target'>): void => {
    const path = join(dirname(tree.fileName), `${specifier}.ts`);
    const target = specifier.startsWith('.') ? relative('', path).replaceAll('\\', '/') : undefined;
    found.push({ specifier, target, ...rest });
  };
  for (const node of nodesOf(tree)) {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      const { importClause: clause, moduleSpecifier } = node;
      const named = clause?.namedBindings;
      const elements = named && ts.isNamedImports(named) ? [...named.elements] : [];
      const erased =
        !clause?.name && elements.length > 0 && elements.every((element) => element.isTypeOnly);
      add(moduleSpecifier.text, {
        typeOnly: clause?.phaseModifier === ts.SyntaxKind.TypeKeyword || erased,
        dynamic: false,
        names: elements.map(({ propertyName, name }) => (propertyName ?? name).text),
      });
    } else if (
      ts.isExportDeclaration(node) &&
      node.moduleSpecifier &&
      ts.isStringLiteral(node.moduleSpecifier)
    ) {
      const elements =
        node.exportClause && ts.isNamedExports(node.exportClause)
          ? [...node.exportClause.elements]
          : [];
      add(node.moduleSpecifier.text, {
        typeOnly:
          node.isTypeOnly || (elements.length > 0 && elements.every((each) => each.isTypeOnly)),
        dynamic: false,
        names: elements.map(({ propertyName, name }) => (propertyName ?? name).text),
      });
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [specifier] = node.arguments;
      if (specifier && ts.isStringLiteral(specifier)) {
        add(specifier.text, { typeOnly: false, dynamic: true, names: [] });
      }
    }
  }
  return found;
}
