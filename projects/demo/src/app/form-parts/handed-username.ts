/** The user name that a link brought along in the history's state: names of people do not belong into URLs. */
export function handedUsername(): string {
  const state: unknown = history.state;
  const { username } = Object(state) as { readonly username?: unknown };
  return typeof username === 'string' ? username : '';
}
