// Proves the borders of ARCHITECTURE.md on the sources. Each failure names the file.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import {
  importClosure,
  importCycles,
  nodesOf,
  readSources,
  type Source,
} from '../test/support/source-graph';

const ROOT = join(__dirname, '..');
const all = readSources(ROOT);
const emulator = readSources(join(ROOT, '../local-cognito'));
const isTest = ({ path }: Source): boolean => /\.spec\.ts$|^test\//.test(path);
const library = all.filter((source) => !isTest(source));
const core = library.filter(({ path }) => path.startsWith('src/core/'));
const SDK = '@aws-sdk/client-cognito-identity-provider';
const SDK_GATEWAY = 'src/core/cognito/aws-sdk-cognito-gateway.ts';
/** Folders of the secondary entries, such as `sign-in/`. */
const entries = readdirSync(ROOT, { withFileTypes: true })
  .filter((each) => each.isDirectory())
  .map(({ name }) => `${name}/`)
  .filter((name) => !/^(src|test|node_modules|schematics)\/$/.test(name));

/**
 * The rooms of `src/core/`, lowest first: a file imports files of its own room and of rooms before
 * it.
 */
const CORE_ROOMS = [
  'session-error.ts clock.ts time-limit.ts signed-out-reason.ts',
  'tokens/',
  'config/',
  'cognito/',
  'session/',
  'store/',
  'tabs/',
  'refresh/',
  'runtime/',
  'lazy-session-runtime.ts session-manager.ts',
];
/** The rooms of local-cognito's `src/`, lowest first. */
const EMULATOR_ROOMS = [
  'pool/',
  'tokens/',
  'state/',
  'account/',
  'devices/',
  'sign-in/',
  'server/',
  'controls/',
  'emulator.ts local-cognito.ts command-line.ts command.ts',
];

/** The index of a file's room in a stack of rooms; negative for a file in no room. */
function rankOf(rooms: readonly string[], folder: string, path: string): number {
  const [first = '', ...deeper] = path.slice(folder.length).split('/');
  const room = deeper.length > 0 ? `${first}/` : first;
  return rooms.findIndex((names) => names.split(' ').includes(room));
}

/** Files in no room, and imports that point upwards; types counted. */
function brokenRooms(
  sources: readonly Source[],
  folder: string,
  rooms: readonly string[],
): string[] {
  const rank = (path: string): number => rankOf(rooms, folder, path);
  const inside = sources.filter(({ path }) => path.startsWith(folder) && !/\.spec\.ts$/.test(path));
  return inside.flatMap(({ path, imports }) => [
    ...(rank(path) < 0 ? [`${path} stands in none of the rooms`] : []),
    ...imports
      .filter(({ target }) => target !== undefined && rank(target) > rank(path))
      .map(({ specifier }) => `${path} imports ${specifier}, which is above it`),
  ]);
}

describe('the sources', () => {
  it('are found', () => {
    expect(core.length).toBeGreaterThan(15);
    expect(entries).toContain('sign-in/');
    expect(library.map(({ path }) => path)).toContain('src/session-interceptor.ts');
  });

  it('have no import that leads nowhere', () => {
    const paths = new Set(all.map(({ path }) => path));
    expect(
      library.flatMap(({ path, imports }) =>
        imports
          .filter(({ target }) => target !== undefined && !paths.has(target))
          .map(({ specifier }) => `${path} imports ${specifier}, which is not there`),
      ),
    ).toEqual([]);
  });

  it('import in no circle, types and tests counted', () => {
    expect(importCycles(all)).toEqual([]);
    expect(importCycles(emulator)).toEqual([]);
  });

  it('hold at most 300 lines each, specs included', () => {
    expect(
      [...all, ...emulator]
        .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
        .filter(({ lines }) => lines > 300)
        .map(({ path, lines }) => `${path} has ${lines} lines`),
    ).toEqual([]);
  });

  it('are named after what they hold', () => {
    expect(
      [...all, ...emulator]
        .map(({ path }) => path)
        .filter(
          (path) =>
            !/(^|\/)[a-z][a-z0-9]*([-.][a-z0-9]+)*\.ts$/.test(path) ||
            /(^|[/-])(utils?|helpers?|common|index)(\.spec)?\.ts$/.test(path),
        ),
    ).toEqual([]);
  });

  it('export from other files in public-api.ts only, and there name by name', () => {
    expect(
      library.flatMap(({ path, tree }) =>
        tree.statements
          .filter(ts.isExportDeclaration)
          .filter((node) => !path.endsWith('/public-api.ts') || !node.exportClause)
          .map((node) => `${path}: ${node.getText()}`),
      ),
    ).toEqual([]);
  });
});

describe('src/core', () => {
  it('imports core files, rxjs, and the AWS SDK in one file (elsewhere its types)', () => {
    expect(
      core.flatMap(({ path, imports }) =>
        imports
          .filter(
            ({ specifier, target, typeOnly }) =>
              !/^rxjs(\/|$)/.test(specifier) &&
              target?.startsWith('src/core/') !== true &&
              !(specifier === SDK && (typeOnly || path === SDK_GATEWAY)),
          )
          .map(({ specifier }) => `${path} imports ${specifier}`),
      ),
    ).toEqual([]);
  });

  it('is stacked in rooms: each file imports its own room and lower ones', () => {
    expect(brokenRooms(library, 'src/core/', CORE_ROOMS)).toEqual([]);
  });

  it('prints nothing', () => {
    const prints = (node: ts.Node): boolean => ts.isIdentifier(node) && node.text === 'console';
    expect(
      core.filter(({ tree }) => [...nodesOf(tree)].some(prints)).map(({ path }) => path),
    ).toEqual([]);
  });

  it('touches no browser global while it is imported', () => {
    const globals =
      /^(window|document|navigator|location|localStorage|sessionStorage|indexedDB|fetch|self)$/;
    // Bodies of functions and members of classes run later; static members run at import.
    const runsAtImport = (node: ts.Node): boolean =>
      !ts.isFunctionLike(node) &&
      !ts.isTypeNode(node) &&
      !ts.isInterfaceDeclaration(node) &&
      !(ts.isPropertyDeclaration(node) && !ts.getModifiers(node)?.some(isStatic));
    const used = core.flatMap(({ path, tree }) =>
      [...nodesOf(tree, runsAtImport)]
        .filter((node): node is ts.Identifier => ts.isIdentifier(node) && globals.test(node.text))
        .filter((node) => !ts.isPropertySignature(node.parent))
        .map(({ text }) => `${path} uses ${text}`),
    );
    expect(used).toEqual([]);
  });
});

describe('the library', () => {
  it('loads the AWS SDK in one file, and that file by import() only', () => {
    expect(
      library.flatMap(({ path, imports }) =>
        imports
          .filter(
            ({ specifier, target, typeOnly, dynamic }) =>
              (specifier.startsWith('@aws-sdk/') && !typeOnly && path !== SDK_GATEWAY) ||
              (target === SDK_GATEWAY && !typeOnly && !dynamic),
          )
          .map(({ specifier }) => `${path} imports ${specifier}`),
      ),
    ).toEqual([]);
  });

  it('neither provides nor injects HttpClient', () => {
    expect(
      library
        .filter(({ imports }) =>
          imports.some(({ names }) => names.some((name) => /^(provide)?HttpClient/.test(name))),
        )
        .map(({ path }) => path),
    ).toEqual([]);
  });

  it('lets entries meet by package name only', () => {
    const home = (path: string): string => entries.find((each) => path.startsWith(each)) ?? 'src/';
    const borders = library.flatMap(({ path, imports }) =>
      imports
        .filter(({ specifier, target }) =>
          target === undefined
            ? home(path) === 'src/' && specifier.startsWith('ngx-cognito-session')
            : !target.startsWith(home(path)),
        )
        .map(({ specifier }) => `${path} imports ${specifier}`),
    );
    expect(borders).toEqual([]);
  });
});

describe('local-cognito', () => {
  it('is stacked in rooms: each file imports its own room and lower ones', () => {
    expect(brokenRooms(emulator, 'src/', EMULATOR_ROOMS)).toEqual([]);
  });
});

describe('the tests', () => {
  it('are stacked in rooms: scenarios on the model and on the support', () => {
    expect(brokenRooms(all, 'test/', ['support/', 'model/', 'scenarios/'])).toEqual([]);
  });
});

describe('the path of one request', () => {
  it('reaches at most 14 files by imports from session-interceptor.ts', () => {
    const closure = importClosure(library, 'src/session-interceptor.ts');
    const shown = `${closure.length} files:\n  ${closure.join('\n  ')}`;
    process.stdout.write(`import closure of session-interceptor.ts, ${shown}\n`);
    expect(closure.length > 14 ? shown : 'at most 14').toBe('at most 14');
  });
});

function isStatic({ kind }: ts.ModifierLike): boolean {
  return kind === ts.SyntaxKind.StaticKeyword;
}
