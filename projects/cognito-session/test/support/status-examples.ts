// Answers that have no row in the sign-in entry's table of errors, by their status, with what a
// form does about them. scripts/sign-in-errors.ts ends the table of docs/sign-in.md with them; no
// app loads this.

import type { SignInErrorCode } from '../../sign-in/src/sign-in-error-code';

/**
 * Answers with another name or none, by their status: what stands before Cognito gives them, or a
 * newer Cognito.
 */
export interface StatusExample {
  /** In words, with or without a name of AWS. */
  readonly answer: string;
  /** Undefined: with and without a name. */
  readonly isNamed?: boolean;
  readonly statuses: readonly number[];
  readonly code: SignInErrorCode;
  readonly advice: string;
}

export const STATUS_EXAMPLES: readonly StatusExample[] = [
  {
    answer: 'another name or none, with 429',
    statuses: [429],
    code: 'TOO_MANY_ATTEMPTS',
    advice: 'waits; `retryAt` is there if known',
  },
  {
    answer: 'another name or none, with 403',
    statuses: [403],
    code: 'REFUSED',
    advice: 'says that it is not allowed from here: a firewall or a proxy blocks it',
  },
  {
    answer: 'another name or none, with 408 or 5xx',
    statuses: [408, 500, 502, 503, 504, 511, 599],
    code: 'UNAVAILABLE',
    advice: 'offers to try again, on the same step',
  },
  {
    answer: 'another name, with any other 4xx',
    isNamed: true,
    statuses: [400, 401, 404, 405, 407, 409, 428, 430, 451, 499],
    code: 'INVALID_CONFIG',
    advice: 'is for you: this version does not know the name',
  },
  {
    answer: 'none, with any other status; no answer',
    isNamed: false,
    statuses: [200, 400, 401, 404, 405, 407, 409, 428, 430, 451, 499],
    code: 'UNAVAILABLE',
    advice:
      'offers to try again, on the same step: something else than Cognito has answered, or nothing',
  },
];
