// A14: a body that can be read only once. Angular's own backends send no streams, so these requests
// go through the place of an app's own backend, which gets the body as it was given.

import { HttpErrorResponse } from '@angular/common/http';
import { ReadableStream } from 'node:stream/web';
import { API_URL } from '../support/fake-api';
import { codesOf, observe } from '../support/observed';
import { DOORS, openApp } from '../support/session-app';

async function* parts(): AsyncGenerator<string> {
  yield 'once';
}
const bodies = [
  { kind: 'a ReadableStream', open: () => new ReadableStream() },
  { kind: 'an async generator', open: () => parts() },
];

describe.each(DOORS)('with $door', (door) => {
  it.each(bodies)(
    'A14: $kind is not sent again after a 401, the error says so, and the next stream goes with a new token',
    async ({ open }) => {
      const { clock, pool, api, http, signIn } = await openApp(door);
      await signIn();
      pool.disown();
      api.status = ({ token }) => (pool.accepts(token) ? 200 : 401);

      const request = observe(http.post(`${API_URL}uploads`, open()));
      await clock.advance(5000);

      expect(codesOf([request])).toEqual(['HTTP 401']);
      expect(api.calls.length).toBe(1);
      const [error] = request.errors;
      expect(error).toBeInstanceOf(HttpErrorResponse);
      expect((error as HttpErrorResponse).message).toMatch(/not sent again.*only be read once/);

      const again = observe(http.post(`${API_URL}uploads`, open()));
      await clock.advance(5000);
      expect(again.values.length).toBe(1);
      expect({ calls: api.calls.length, refreshes: pool.refreshes }).toEqual({
        calls: 2,
        refreshes: 1,
      });
    },
  );
});
