// The scenarios that every engine plays.

import { failingStorageTests } from './failing-storage';
import { lateStoreTests } from './late-store';
import { lockTurnsTests } from './lock-turns';
import { lostHolderTests } from './lost-holder';
import { oneRefreshTests } from './one-refresh';
import { otherUserTests } from './other-user';
import { refusedTokenTests } from './refused-token';
import { signOutAndInTests } from './sign-out-and-in';
import type { TabTest } from './tab-tests';

/** Declares all of them. */
export function tabScenarios(test: TabTest): void {
  const scenarios = [
    // These two run in the same tabs.
    oneRefreshTests,
    signOutAndInTests,
    lockTurnsTests,
    lateStoreTests,
    refusedTokenTests,
    lostHolderTests,
    otherUserTests,
    failingStorageTests,
  ];
  for (const declare of scenarios) declare(test);
}
