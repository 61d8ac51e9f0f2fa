// No library: what the page costs anyway.

import type { InjectAccount } from './account';

export const injectAccount: InjectAccount = () => ({
  signIn: () => Promise.reject(new Error('there is no library in this page')),
  signOut: () => Promise.resolve(),
});
