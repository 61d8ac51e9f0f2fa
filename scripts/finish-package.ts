// Takes out of the built package what ng-packagr puts in by habit: a dependency on tslib. The
// package has peers only, and this fails as soon as its code does import tslib.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const dist = join(import.meta.dirname, '../dist/cognito-session');

const importing = readdirSync(join(dist, 'fesm2022')).filter(
  (file) =>
    file.endsWith('.mjs') &&
    /from ['"]tslib['"]/.test(readFileSync(join(dist, 'fesm2022', file), 'utf8')),
);
if (importing.length > 0) throw new Error(`tslib is imported by ${importing.join(', ')}`);

const path = join(dist, 'package.json');
const manifest = JSON.parse(readFileSync(path, 'utf8')) as {
  dependencies?: Record<string, string>;
};
const others = Object.keys(manifest.dependencies ?? {}).filter((name) => name !== 'tslib');
if (others.length > 0) throw new Error(`the package depends on ${others.join(', ')}`);
delete manifest.dependencies;
writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
