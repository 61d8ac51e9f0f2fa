// Proves the borders of ARCHITECTURE.md on the sources as they are. Each failure names the file to look at.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import { importClosure, importCycles, nodesOf, readSources } from './testing-support/source-graph';

const ROOT = join(__dirname, '..');
const all = readSources(ROOT);
const library = all.filter(({ path }) => !/\.spec\.ts$|\/testing-support\//.test(path));
const core = library.filter(({ path }) => path.startsWith('src/core/'));
const SDK = '@aws-sdk/client-cognito-identity-provider';
const SDK_GATEWAY = 'src/core/aws-sdk-cognito-gateway.ts';
/** Folders of the secondary entries, such as `sign-in/`. */
const entries = readdirSync(ROOT, { withFileTypes: true })
  .filter(
    (each) => each.isDirectory() && !['src', 'node_modules', 'schematics'].includes(each.name),
  )
  .map(({ name }) => `${name}/`);

/** Layers of the core, lowest first; a file may import its own layer and those before it. */
const LAYERS = [
  ['session-error', 'clock', 'time-limit', 'jwt-payload', 'return-url', 'aws-partition'],
  ['cognito-tokens', 'setting-forms', 'api-rules', 'client-metadata-check', 'client-metadata'],
  ['cognito-user-session', 'session-state', 'session-config'],
  ['held-session', 'session-comparison', 'page-lifecycle'],
  [
    'session-store',
    'maybe-promise',
    'store-calls',
    'store-queue',
    'stored-record',
    'queued-record',
  ],
  ['session-persistence', 'record-repair', 'migrating-session-store'],
  [
    'cognito-gateway',
    'cognito-service-error',
    'unexpected-redirect',
    'sent-secrets',
    'fetch-cognito-gateway',
    'aws-sdk-cognito-gateway',
    'secret-free-gateway',
    'open-gateway',
  ],
  ['tab-channel', 'browser-tab-channel', 'tab-locks', 'browser-tab-locks', 'tab-marks'],
  [
    'ended-generations',
    'device-key',
    'tab-follower',
    'token-revocation',
    'repeated-call',
    'refresh-call',
    'device-confirmation',
    'refresh-pause',
    'suspended-sign-ins',
    'refresh-request',
    'refresh-in-turn',
    'session-refresher',
    'revoke-by-fetch',
  ],
  ['current-session', 'pending-sign-ins', 'end-notices', 'other-tabs'],
  ['step-up', 'session-renewal', 'rejected-requests'],
  ['session-upkeep', 'lazy-upkeep', 'browser-upkeep'],
  ['session-manager'],
];
const rankOf = (path: string): number =>
  LAYERS.findIndex((layer) => layer.includes(path.replace(/^src\/core\/|\.ts$/g, '')));

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

  it('import in no circle, types counted', () => {
    expect(importCycles(library)).toEqual([]);
  });

  it('hold at most 300 lines each, specs included', () => {
    expect(
      all
        .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
        .filter(({ lines }) => lines > 300)
        .map(({ path, lines }) => `${path} has ${lines} lines`),
    ).toEqual([]);
  });

  it('are named after what they hold', () => {
    expect(
      all
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
  it('imports core files beside it, rxjs, and the AWS SDK in one file (elsewhere its types)', () => {
    const allowed = /^rxjs(\/|$)|^\.\/[\w.-]+$/;
    expect(
      core.flatMap(({ path, imports }) =>
        imports
          .filter(
            ({ specifier, typeOnly }) =>
              !allowed.test(specifier) &&
              !(specifier === SDK && (typeOnly || path === SDK_GATEWAY)),
          )
          .map(({ specifier }) => `${path} imports ${specifier}`),
      ),
    ).toEqual([]);
  });

  it('has a layer for every file', () => {
    const unranked = core.filter(({ path }) => rankOf(path) < 0);
    expect(unranked.map(({ path }) => `${path} is in none of LAYERS`)).toEqual([]);
  });

  it('imports its own layer and lower ones, types counted', () => {
    expect(
      core.flatMap(({ path, imports }) =>
        imports
          .filter(({ target }) => target !== undefined && rankOf(target) > rankOf(path))
          .map(({ specifier }) => `${path} (${rankOf(path)}) imports ${specifier} above it`),
      ),
    ).toEqual([]);
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

  it('has no module-level let or var', () => {
    expect(
      library.flatMap(({ path, tree }) =>
        tree.statements
          .filter(ts.isVariableStatement)
          .filter(({ declarationList }) => !(declarationList.flags & ts.NodeFlags.Const))
          .map((node) => `${path}: ${node.getText()}`),
      ),
    ).toEqual([]);
  });

  it('keeps no state in modules or static members: no collection, subject or empty literal', () => {
    // Constants that Angular identifies by reference, and values that cannot change.
    const immutable = /^(InjectionToken|HttpContextToken|RegExp|URL)$/;
    const mutable = (value: ts.Node | undefined): boolean =>
      (!!value && ts.isNewExpression(value) && !immutable.test(value.expression.getText())) ||
      (!!value && ts.isArrayLiteralExpression(value) && !value.elements.length) ||
      (!!value && ts.isObjectLiteralExpression(value) && !value.properties.length);
    const readonly = (type: ts.TypeNode | undefined): boolean =>
      /^readonly |^Readonly/.test(type?.getText() ?? '');
    expect(
      library.flatMap(({ path, tree }) =>
        stateHolders(tree)
          .filter(({ initializer, type }) => mutable(initializer) && !readonly(type))
          .map((node) => `${path}: ${node.getText()}`),
      ),
    ).toEqual([]);
  });

  it('never writes to a module-level constant', () => {
    const writers = /^(push|pop|shift|unshift|splice|sort|reverse|fill|set|add|delete|clear|next)$/;
    expect(
      library.flatMap(({ path, tree }) => {
        const names = new Set(stateHolders(tree).map(({ name }) => name.getText()));
        const known = (node: ts.Node): boolean => ts.isIdentifier(node) && names.has(node.text);
        return [...nodesOf(tree)]
          .filter((node) => {
            if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
              const { expression, name } = node.expression;
              return writers.test(name.text) && known(expression);
            }
            return (
              ts.isBinaryExpression(node) &&
              ts.SyntaxKind.FirstAssignment <= node.operatorToken.kind &&
              node.operatorToken.kind <= ts.SyntaxKind.LastAssignment &&
              (ts.isPropertyAccessExpression(node.left) ||
                ts.isElementAccessExpression(node.left)) &&
              known(node.left.expression)
            );
          })
          .map((node) => `${path}: ${node.getText()}`);
      }),
    ).toEqual([]);
  });

  it('lets entries meet by package name only', () => {
    const home = (path: string): string => entries.find((each) => path.startsWith(each)) ?? 'src/';
    const borders = library.flatMap(({ path, imports }) =>
      imports
        .filter(({ specifier, target }) =>
          target === undefined
            ? home(path) === 'src/' && specifier.startsWith('ngx-cognito-session')
            : !target.startsWith(home(path)) || (home(path) !== 'src/' && /\.\.\//.test(specifier)),
        )
        .map(({ specifier }) => `${path} imports ${specifier}`),
    );
    expect(borders).toEqual([]);
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

/** Module-level variables and static members: whatever outlives an injector. */
function stateHolders(tree: ts.SourceFile): (ts.VariableDeclaration | ts.PropertyDeclaration)[] {
  return tree.statements.flatMap<ts.VariableDeclaration | ts.PropertyDeclaration>((statement) => {
    if (ts.isVariableStatement(statement)) return statement.declarationList.declarations;
    if (!ts.isClassDeclaration(statement)) return [];
    return statement.members
      .filter(ts.isPropertyDeclaration)
      .filter((member) => ts.getModifiers(member)?.some(isStatic));
  });
}
