// Finds library files that no mutation group names. Without this spec, CI would find them only at
// its very end.

import { checkGroups } from '../../../scripts/mutation-groups';

describe('the mutation groups', () => {
  it('name every file of the library and only specs that exist', () => {
    expect(checkGroups).not.toThrow();
  });
});
