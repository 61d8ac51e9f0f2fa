/**
 * The user name that a link passed in the history's state, because names of people do not belong in
 * URLs.
 */
export function handedUsername(): string {
  const state: unknown = history.state;
  const { username } = Object(state) as { readonly username?: unknown };
  return typeof username === 'string' ? username : '';
}
