// That axe, the accessibility checker, finds nothing to object to in the demo, and nothing that it can't decide.

import assert from 'node:assert/strict';
import { accessibilityProblems } from './support/axe';
import { signedInPages, signedOutPages } from './support/demo-pages';
import { demoForFile } from './support/served-demo';

const { visit } = demoForFile();

for (const [name, walk] of Object.entries({ ...signedOutPages, ...signedInPages })) {
  visit(`axe finds nothing on ${name}`, async (visitor) => {
    await walk(visitor);
    assert.deepEqual(await accessibilityProblems(visitor.page), []);
  });
}
