// Recognizes a 401 that a refresh cannot cure: it asks for a stronger sign-in.

/**
 * The parts of a `WWW-Authenticate` header: a parameter with its value, a bare word, or a quoted
 * string.
 */
const AUTH_PARAMETERS = /([\w-]+)(?:\s*=\s*("(?:\\.|[^"\\])*"|[^\s,"]+))?|"(?:\\.|[^"\\])*"/g;

/** An answer with headers, such as Angular's `HttpErrorResponse`. */
export interface StepUpAnswer {
  readonly headers: { getAll(name: string): string[] | null };
}

/**
 * Whether the `WWW-Authenticate` of a 401 asks for a stronger sign-in. The header may have several
 * challenges, in any letter case.
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
