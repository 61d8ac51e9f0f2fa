// What can become of a call to Cognito, and what a page gets to read then.

import { json, serviceError, type WireAnswer } from '../support/fake-pool';
import { type FakeTokens, makeIdToken } from '../support/fake-tokens';
import type { Family } from './family';
import type { ModelPool } from './model-pool';

/**
 * Cognito has done its work, and its answer fails a check: all but a rotated refresh token is no
 * good.
 */
const CHECK_FAULTS = ['expAsText', 'undecodable'] as const;

/**
 * What becomes of one call to Cognito. `lost…`: the server has done its work, and the answer does
 * not arrive.
 */
export const CALL_FAULTS = [
  'lostRequest',
  'lostAnswer',
  'hangs',
  'lostAndHangs',
  'http500',
  'http503',
  'throttled',
  'throttled120s',
  'refused',
  'html',
  'noTokens',
  'brokenTokens',
  'cutBody',
  'anotherUser',
  ...CHECK_FAULTS,
] as const;
export type CallFault = (typeof CALL_FAULTS)[number];

/** Three parts, and no JWT. */
const UNDECODABLE = { IdToken: 'a.b.c', AccessToken: 'd.e.f' };

/**
 * Whether an answer holds what the server gave for a refresh token, and fails a check all the same.
 */
export function isCheckFault(fault: CallFault | undefined): boolean {
  return CHECK_FAULTS.some((each) => each === fault);
}

/** What Cognito, or something on the way, answers instead of doing its work. */
export function spoil(
  fault: CallFault | undefined,
  family: Family | undefined,
): WireAnswer | undefined {
  const html = { status: 200, headers: {}, body: '<html>Welcome to the hotel</html>' };
  const throttled = serviceError('TooManyRequestsException', 429);
  switch (fault) {
    case 'http500':
      return serviceError('InternalErrorException', 500);
    case 'http503':
      return { ...html, status: 503 };
    case 'throttled':
      return throttled;
    case 'throttled120s':
      return { ...throttled, headers: { ...throttled.headers, 'retry-after': '120' } };
    case 'refused':
      if (family) family.definitive++;
      return serviceError('NotAuthorizedException');
    case 'html':
      return html;
    case 'noTokens':
      return json(200, {});
    case 'brokenTokens':
      return json(200, { AuthenticationResult: UNDECODABLE });
    case 'cutBody':
      return { status: 200, headers: {}, body: '{"AuthenticationResult":{"IdTok' };
    default:
      return undefined;
  }
}

/**
 * The server's answer with tokens that no client may use; everything else, a refusal above all, as
 * it is.
 */
export function failingCheck(
  fault: CallFault | undefined,
  answer: WireAnswer,
  pool: ModelPool,
  family: Family | undefined,
): WireAnswer {
  const given = fault ? givenIn(answer) : undefined;
  const instead = (tokens: Partial<FakeTokens>): WireAnswer =>
    json(200, { AuthenticationResult: { ...given, ...tokens } });
  if (!given) return answer;
  switch (fault) {
    case 'anotherUser':
      if (family) family.definitive++;
      return instead(pool.signIn(family?.user === 'A' ? 'B' : 'A'));
    case 'expAsText':
      return instead({ IdToken: withExpAsText(given.IdToken) });
    case 'undecodable':
      return instead(UNDECODABLE);
    default:
      return answer;
  }
}

function givenIn({ status, body }: WireAnswer): FakeTokens | undefined {
  if (status !== 200 || body === '') return undefined;
  return (JSON.parse(body) as { AuthenticationResult?: FakeTokens }).AuthenticationResult;
}

function withExpAsText(jwt: string): string {
  const payload = Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString();
  const claims = JSON.parse(payload) as { readonly exp: number };
  return makeIdToken({ ...claims, exp: String(claims.exp) });
}

/** What the gateway reads of a response. */
export function asResponse({ status, headers, body }: WireAnswer): Response {
  const named = { get: (name: string): string | null => headers[name.toLowerCase()] ?? null };
  const ok = status >= 200 && status < 300;
  return { status, ok, headers: named, text: async () => body } as unknown as Response;
}
