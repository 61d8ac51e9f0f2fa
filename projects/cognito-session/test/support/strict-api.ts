// An API that looks at a token's expiry by its own clock, as a real one does, and remembers what it
// refused.

import type { ApiCall, FakeApi } from './fake-api';
import type { FakeClock } from './fake-clock';
import type { Claims } from './fake-tokens';

/** The claims of a JWT. */
export function claimsOf(jwt: string): Claims {
  const payload = Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString();
  return JSON.parse(payload) as Claims;
}

/**
 * Makes `api` answer 401 to calls without a token or with one that is over by `clock`; they are
 * added to the list.
 */
export function refuseExpired(api: FakeApi, clock: FakeClock): readonly ApiCall[] {
  const refused: ApiCall[] = [];
  api.status = (call) => {
    const good = call.token !== null && Number(claimsOf(call.token)['exp']) > clock.now() / 1000;
    if (!good) refused.push(call);
    return good ? 200 : 401;
  };
  return refused;
}
