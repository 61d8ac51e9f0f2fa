// Names the reasons for being signed out: settings, states and events use them.

/**
 * Why there is no session.
 *
 * - `'no-session'`: nothing was stored when the app started.
 * - `'sign-out'`: the user signed out in this tab; `'other-tab'`: in another one.
 * - `'refused'`: Cognito refused the refresh (expired, revoked, disabled …).
 * - `'idle'`: the user was away too long.
 * - `'storage-cleared'`: the stored session was removed by something else than this library.
 */
export type SignedOutReason =
  'no-session' | 'sign-out' | 'other-tab' | 'refused' | 'idle' | 'storage-cleared';
