// Type-checks every tsconfig of the workspace, each as strictly as it says; a new one is found
// without being named here. One process checks them all, so that it reads Angular's and AWS's
// declarations once: 19 compilers of their own took three times the processor time.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

const FORMAT: ts.FormatDiagnosticsHost = {
  getCurrentDirectory: () => process.cwd(),
  getCanonicalFileName: (name) => name,
  getNewLine: () => '\n',
};

/** Declarations of packages, parsed, by what parsing depends on. */
const parsedDeclarations = new Map<string, ts.SourceFile>();

function tsconfigs(): string[] {
  const roots = ['projects', 'scripts'];
  return roots
    .flatMap((root) => readdirSync(root, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /^tsconfig(\.[\w.]+)?\.json$/.test(entry.name))
    .map((entry) => relative('.', join(entry.parentPath, entry.name)))
    .filter((path) => !path.includes('node_modules'))
    .sort();
}

/** A host that parses a package's declarations once for all programs with the same options. */
function sharingHost(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options, true);
  const parse = host.getSourceFile.bind(host);
  const { target, module, moduleDetection, jsx, strict, alwaysStrict } = options;
  const settings = { target, module, moduleDetection, jsx, strict, alwaysStrict };
  host.getSourceFile = (file, language, ...rest) => {
    if (!file.includes('/node_modules/')) return parse(file, language, ...rest);
    const key = JSON.stringify([file, language, settings]);
    const known = parsedDeclarations.get(key);
    if (known) return known;
    const parsed = parse(file, language, ...rest);
    if (parsed) parsedDeclarations.set(key, parsed);
    return parsed;
  };
  return host;
}

/** All errors of one tsconfig. */
function errorsOf(tsconfig: string): readonly ts.Diagnostic[] {
  const fatal: ts.Diagnostic[] = [];
  const parsed = ts.getParsedCommandLineOfConfigFile(
    tsconfig,
    { noEmit: true },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: (error) => fatal.push(error) },
  );
  if (!parsed) return fatal;
  const program = ts.createProgram({
    rootNames: parsed.fileNames,
    options: parsed.options,
    host: sharingHost(parsed.options),
    configFileParsingDiagnostics: ts.getConfigFileParsingDiagnostics(parsed),
  });
  return [...fatal, ...ts.getPreEmitDiagnostics(program)];
}

/** Whether one tsconfig is free of errors; prints them otherwise. */
function check(tsconfig: string): boolean {
  const started = performance.now();
  const errors = errorsOf(tsconfig);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${errors.length === 0 ? 'ok    ' : 'FAILED'} ${tsconfig} (${seconds} s)`);
  if (errors.length > 0) console.error(ts.formatDiagnostics(errors, FORMAT));
  return errors.length === 0;
}

// The size benchmark's app is compiled against the packed library, as an app of a user is.
if (!existsSync('dist/cognito-session/package.json')) {
  console.log('building cognito-session first');
  execFileSync('npx', ['ng', 'build', 'cognito-session'], { stdio: 'inherit' });
}
const found = tsconfigs();
const good = found.filter(check).length;
console.log(`typecheck: ${good} of ${found.length} without errors`);
if (good < found.length || found.length === 0) process.exitCode = 1;
