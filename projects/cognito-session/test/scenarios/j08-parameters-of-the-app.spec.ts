// J08: parameters of an app's own come back from the sign-in page, whatever a sign-in elsewhere
// calls its own. Only those that hold a token are taken out.

import * as fc from 'fast-check';
import { openSignInRoute } from '../support/sign-in-route';

const RUNS = 500;
const OF_TOKENS = ['id_token', 'access_token', 'refresh_token'];
const OWN = ['code', 'state', 'error', 'session_state', 'token', 'my_id_token', 'access_tokens'];

const pair = fc.tuple(fc.constantFrom(...OF_TOKENS, ...OWN), fc.stringMatching(/^[\w-]{1,6}$/));
const pairs = fc.array(pair, { maxLength: 6 });
type Pairs = [name: string, value: string][];

const written = (list: Pairs): string => list.map((each) => each.join('=')).join('&');
const ofTheApp = (list: Pairs): Pairs => list.filter(([name]) => !OF_TOKENS.includes(name));

/** `/orders` with what there is of query and fragment. */
function orders(query: Pairs, place: string, fragment: Pairs): string {
  const behind = [place, written(fragment)].filter(Boolean).join('?');
  return `/orders${query.length ? `?${written(query)}` : ''}${behind && `#${behind}`}`;
}

it('J08: in-app URLs come back with all parameters except those of tokens', async () => {
  const { router, returnFrom } = openSignInRoute();
  const seen = { untouched: 0, withoutTokens: 0 };
  await fc.assert(
    fc.asyncProperty(
      pairs,
      fc.constantFrom('', '', 'row-3'),
      pairs,
      async (query, place, fragment) => {
        const url = orders(query, place, fragment);
        const expected = orders(ofTheApp(query), place, ofTheApp(fragment));
        const back = await returnFrom(`returnUrl=${encodeURIComponent(url)}`);
        expect(back).toBe(router.serializeUrl(router.parseUrl(expected)));
        seen[url === expected ? 'untouched' : 'withoutTokens']++;
      },
    ),
    { numRuns: RUNS },
  );
  expect(Math.min(seen.untouched, seen.withoutTokens)).toBeGreaterThan(RUNS / 20);
}, 60_000);
