// Which 401 a refresh cannot cure: one that asks for a stronger sign-in.

/**
 * Parts of a `WWW-Authenticate` header: a parameter with its value, a bare word, or a stray string.
 */
const AUTH_PARAMETERS = /([\w-]+)(?:\s*=\s*("(?:\\.|[^"\\])*"|[^\s,"]+))?|"(?:\\.|[^"\\])*"/g;

/** An answer with headers, as Angular's `HttpErrorResponse` is one. */
export interface StepUpAnswer {
  readonly headers: { getAll(name: string): string[] | null };
}

/**
 * Whether the `WWW-Authenticate` of a 401 asks for a stronger sign-in. It may hold several
 * challenges, in any case.
 * @see https://www.rfc-editor.org/rfc/rfc9470#section-3
 */
export function asksForStepUp({ headers }: StepUpAnswer): boolean {
  const challenges = headers.getAll('WWW-Authenticate')?.join() ?? '';
  return [...challenges.matchAll(AUTH_PARAMETERS)].some(
    ([, name, value = '']) =>
      name?.toLowerCase() === 'error' &&
      value.replace(/^"|"$|\\/g, '').toLowerCase() === 'insufficient_user_authentication',
  );
}
