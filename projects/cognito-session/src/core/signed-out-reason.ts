// The reasons for being signed out, which settings, states and events use.

/**
 * Why there is no session.
 *
 * - `'no-session'`: the store was empty when the app started.
 * - `'sign-out'`: the user signed out in this tab; `'other-tab'`: in another one.
 * - `'refused'`: Cognito refused the refresh (expired, revoked, disabled …).
 * - `'idle'`: the user was away too long.
 * - `'storage-cleared'`: something other than this library removed the stored session.
 */
export type SignedOutReason =
  'no-session' | 'sign-out' | 'other-tab' | 'refused' | 'idle' | 'storage-cleared';
