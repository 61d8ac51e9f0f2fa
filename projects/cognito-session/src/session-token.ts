// Per-request choice of the token.

import { HttpContextToken } from '@angular/common/http';
import type { SessionTokenKind } from './core/api-rules';

/**
 * Chooses the token of one request: `'id'`, `'access'`, or `'none'` to send it untouched. Without it the API's rule
 * decides. It never sends a token to a URL that no rule allows.
 *
 * @example
 * http.get(url, { context: new HttpContext().set(SESSION_TOKEN, 'access') });
 */
export const SESSION_TOKEN = new HttpContextToken<SessionTokenKind | undefined>(() => undefined);
