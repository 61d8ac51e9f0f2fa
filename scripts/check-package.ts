// K08: the built package holds what was approved and nothing else. Run after `npm run build`:
//
//   npx tsx scripts/check-package.ts            compares the package with the approved file
//   npx tsx scripts/check-package.ts --approve  writes the approved file anew; look at its diff
//
// What is compared: names and number of files, the size of each and of all within a tolerance,
// dependencies, peers, and the scripts that npm would run when an app installs the package. The
// registry's answer about known vulnerabilities counts when it can be had.

import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const dist = join(import.meta.dirname, '../dist/cognito-session');
const approvedFile = join(import.meta.dirname, 'approved-package.json');
/** How far a size may be from the approved one before somebody must look. */
const TOLERANCE = 0.05;
/** Scripts that npm runs at the installation of a dependency. */
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish'];

interface Manifest {
  readonly dependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
  readonly bundledDependencies?: readonly string[];
  readonly bundleDependencies?: readonly string[];
  readonly peerDependencies?: Record<string, string>;
  readonly scripts?: Record<string, string>;
  readonly bin?: unknown;
}

/** What is approved, or found. */
interface PackageContent {
  readonly peers: Record<string, string>;
  /** Bytes of each file, unpacked; a chunk's hash is left out of its name. */
  readonly files: Record<string, number>;
}

const problems: string[] = [];
const expect = (ok: boolean, problem: string): void => {
  if (!ok) problems.push(problem);
};

/** What npm would pack. */
function content(manifest: Manifest): PackageContent {
  const { stdout, stderr } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: dist,
    encoding: 'utf8',
  });
  const [packed] = JSON.parse(stdout || '[]') as { files: { path: string; size: number }[] }[];
  if (!packed) throw new Error(`npm pack says nothing: ${stderr}`);
  const files = packed.files.map(({ path, size }) => [
    path.replace(/-[\w-]{8}(\.mjs(\.map)?)$/, (end: string, extension: string) =>
      /[A-Z\d]/.test(end) ? `-<hash>${extension}` : end,
    ),
    size,
  ]);
  return {
    peers: manifest.peerDependencies ?? {},
    files: Object.fromEntries(files.sort()) as Record<string, number>,
  };
}

const sum = ({ files }: PackageContent): number =>
  Object.values(files).reduce((total, size) => total + size, 0);
const near = (size: number, approved: number): boolean =>
  Math.abs(size - approved) <= Math.max(200, approved * TOLERANCE);

function compare(found: PackageContent, approved: PackageContent): void {
  for (const name of Object.keys(approved.files)) {
    expect(name in found.files, `missing: ${name}`);
  }
  for (const [name, size] of Object.entries(found.files)) {
    const before = approved.files[name];
    expect(before !== undefined, `not approved: ${name} (${size} bytes)`);
    expect(
      before === undefined || near(size, before),
      `${name}: ${size} bytes, approved ${before}`,
    );
  }
  expect(near(sum(found), sum(approved)), `${sum(found)} bytes in all, approved ${sum(approved)}`);
  const peers = JSON.stringify(found.peers);
  expect(peers === JSON.stringify(approved.peers), `peers are not the approved ones: ${peers}`);
}

/** Known vulnerabilities of what the workspace installs for run time, or why nobody could say. */
function audit(): string {
  const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  try {
    const report = JSON.parse(stdout) as {
      metadata?: { vulnerabilities?: Record<string, number> };
    };
    const { total } = report.metadata?.vulnerabilities ?? {};
    if (total === undefined) return 'the registry does not answer npm audit';
    expect(total === 0, `npm audit --omit=dev knows ${total} vulnerabilities`);
    return `${total} known vulnerabilities`;
  } catch {
    // SyntaxError: no network, or a registry without that service.
    return 'the registry does not answer npm audit';
  }
}

/** For docs/scenarios.md: the result, and the figure when SCENARIO_FIGURES names a file for it. */
function leaveForScenarios(line: string): void {
  const name = 'K08: the package holds what was approved and nothing else';
  const tests = [{ name, file: 'scripts/check-package.ts', passed: problems.length === 0 }];
  mkdirSync('dist/results', { recursive: true });
  writeFileSync('dist/results/package.json', JSON.stringify({ tests }));
  const figures = process.env['SCENARIO_FIGURES'];
  if (figures !== undefined) appendFileSync(figures, `${line}\n`);
}

const manifest = JSON.parse(readFileSync(join(dist, 'package.json'), 'utf8')) as Manifest;
const found = content(manifest);
if (process.argv.includes('--approve')) {
  writeFileSync(approvedFile, `${JSON.stringify(found, null, 2)}\n`);
  console.log('K08 approved: look at the difference before you commit it');
} else {
  const { dependencies = {}, optionalDependencies = {}, scripts = {} } = manifest;
  const bundled = manifest.bundledDependencies ?? manifest.bundleDependencies ?? [];
  const runtime = [...Object.keys({ ...dependencies, ...optionalDependencies }), ...bundled];
  const install = Object.keys(scripts).filter((name) => INSTALL_SCRIPTS.includes(name));
  expect(runtime.length === 0, `depends on ${runtime.join(', ')}`);
  expect(install.length === 0, `runs ${install.join(', ')} when it is installed`);
  expect(manifest.bin === undefined, 'puts a command onto the path');
  compare(found, JSON.parse(readFileSync(approvedFile, 'utf8')) as PackageContent);
  const vulnerabilities = audit();
  for (const problem of problems) console.error(`K08 ${problem}`);
  const count = Object.keys(found.files).length;
  const kilobytes = (sum(found) / 1000).toFixed(1);
  const line = `K08 package: ${runtime.length} dependencies, ${install.length} install scripts, ${vulnerabilities}; ${count} files, ${kilobytes} kB unpacked: ${problems.length === 0 ? 'as approved' : 'NOT as approved'}`;
  console.log(line);
  leaveForScenarios(line);
  if (problems.length > 0) process.exitCode = 1;
}
