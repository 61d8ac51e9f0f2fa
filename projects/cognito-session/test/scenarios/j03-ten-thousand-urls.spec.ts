// J03: the way to the sign-in page and back keeps an in-app URL as it was. Ten thousand of them, so
// without the pages themselves: j-guards.spec.ts goes the whole way, with navigations.

import { TestBed } from '@angular/core/testing';
import { DefaultUrlSerializer, Router, UrlTree } from '@angular/router';
import * as fc from 'fast-check';
import { firstValueFrom } from 'rxjs';
import {
  provideCognitoSession,
  sessionGuard,
  SessionService,
  withStorage,
} from '../../src/public-api';
import { figure } from '../support/figures';
import { configWith } from '../support/good-config';
import { holds } from '../support/holds';

const RUNS = 10_000;

/** What the library needs of a router, over the router's own way of reading and writing URLs. */
class StandingRouter {
  readonly #serializer = new DefaultUrlSerializer();
  /** Where the app stands. */
  url = '/';
  parseUrl(url: string): UrlTree {
    return this.#serializer.parse(url);
  }
  serializeUrl(tree: UrlTree): string {
    return this.#serializer.serialize(tree);
  }
  async navigateByUrl(to: string | UrlTree): Promise<boolean> {
    this.url = this.serializeUrl(typeof to === 'string' ? this.parseUrl(to) : to);
    return true;
  }
}

const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 });
const segment = word.filter((text) => !/^\.+$/.test(text) && text !== 'sign-in');
/** Parameters that hold a token are taken out: J05. */
const name = word.filter((text) => !/^(id|access|refresh)_token$/.test(text));
const anyUrl = fc
  .tuple(
    fc.array(segment, { minLength: 1, maxLength: 5 }),
    fc.dictionary(name, fc.oneof(word, fc.array(word, { minLength: 2, maxLength: 3 })), {
      maxKeys: 4,
    }),
    fc.option(fc.string({ unit: 'grapheme', maxLength: 12 })),
  )
  .map(([path, query, fragment]) => {
    // A bare parenthesis opens an outlet of the router; in a name it is written with a percent
    // sign.
    const text = (value: string): string =>
      encodeURIComponent(value).replace(/[()]/g, (sign) => (sign === '(' ? '%28' : '%29'));
    const pairs = Object.entries(query).flatMap(([key, value]) =>
      [value].flat().map((each) => `${text(key)}=${text(each)}`),
    );
    return [
      `/${path.map(text).join('/')}`,
      pairs.length ? `?${pairs.join('&')}` : '',
      fragment === null ? '' : `#${text(fragment)}`,
    ].join('');
  });

it('J03: 10,000 in-app URLs with query and fragment come back identical from the sign-in page', async () => {
  const router = new StandingRouter();
  TestBed.configureTestingModule({
    providers: [
      { provide: Router, useValue: router },
      provideCognitoSession(configWith(), withStorage('memory')),
    ],
  });
  const session = TestBed.inject(SessionService);
  let [queries, fragments] = [0, 0];
  await fc.assert(
    fc.asyncProperty(anyUrl, async (typed) => {
      // As the address bar shows it once the router has read it.
      const url = router.serializeUrl(router.parseUrl(typed));
      const place = { url } as Parameters<typeof sessionGuard>[1];
      const page = await firstValueFrom(
        TestBed.runInInjectionContext(() => sessionGuard({}, place)),
      );
      holds(page instanceof UrlTree, () => `the guard answered ${String(page)}`);
      await router.navigateByUrl(page);
      holds(router.url.startsWith('/sign-in?returnUrl='), () => `sent to ${router.url}`);
      await session.returnToApp();
      holds(router.url === url, () => `came back to ${router.url}`);
      if (url.includes('?')) queries++;
      if (url.includes('#')) fragments++;
    }),
    { numRuns: RUNS },
  );
  expect(Math.min(queries, fragments)).toBeGreaterThan(RUNS / 4);
  figure(`J03 ${RUNS} in-app URLs, most with query and fragment: ${RUNS} come back identical`);
}, 60_000);
