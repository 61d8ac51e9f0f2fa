// A library that is not Angular's has nothing to provide. Apart from `library.ts`, so that its code
// stays with the sign-in page.

import type { ProvideLibrary } from './account';

export const provideLibrary: ProvideLibrary = () => [];
