// H01: whatever string comes as a token gives a payload or one typed error, and costs little.

import { TestBed } from '@angular/core/testing';
import * as fc from 'fast-check';
import { firstValueFrom } from 'rxjs';
import {
  CognitoAccessToken,
  CognitoIdToken,
  CognitoUserSession,
  provideCognitoSession,
  SessionError,
  SessionService,
  withGateway,
  withStorage,
} from '../../src/public-api';
import { makeAccessToken, makeIdToken } from '../support/fake-tokens';
import { ScriptedGateway } from '../support/scripted-gateway';
import { configWith } from '../support/good-config';

const RUNS = 100_000;
const SESSIONS = 2_000;
const valid = makeIdToken({ name: 'Zoë 李 🦊' });

/** A token that was cut, doubled, flipped or filled with something else at some place. */
const mutated = fc
  .tuple(
    fc.nat(valid.length),
    fc.nat(40),
    fc.oneof(fc.constant(''), fc.constant('.'), fc.string({ maxLength: 8, unit: 'binary' })),
    fc.boolean(),
  )
  .map(([at, length, filling, twice]) => {
    const changed = valid.slice(0, at) + filling + valid.slice(at + length);
    return twice ? changed.slice(length) + changed : changed;
  });
const wrapped = fc
  .oneof(fc.json(), fc.string(), fc.string({ unit: 'binary' }))
  .map((payload) => `eyJhbGciOiJSUzI1NiJ9.${Buffer.from(payload).toString('base64url')}.c2ln`);
const anyToken = fc.oneof(
  { weight: 4, arbitrary: mutated },
  { weight: 2, arbitrary: wrapped },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 1, arbitrary: fc.stringMatching(/^[\w+/=.-]{0,80}$/) },
);

describe('H01', () => {
  it(`decodes ${RUNS} random and mutated strings to plain objects, in 1 ms each at most on average`, () => {
    let decodable = 0;
    let spent = 0;
    fc.assert(
      fc.property(anyToken, (text) => {
        const begun = performance.now();
        const { payload } = new CognitoIdToken({ IdToken: text });
        spent += performance.now() - begun;
        if (Object.keys(payload).length) decodable++;
        return Object.prototype.toString.call(payload) === '[object Object]';
      }),
      { numRuns: RUNS },
    );
    expect(spent / RUNS).toBeLessThanOrEqual(1);
    // Both kinds occur, so neither branch goes untested.
    expect(decodable).toBeGreaterThan(RUNS / 100);
    expect(decodable).toBeLessThan(RUNS * 0.99);
  }, 60_000);

  it('makes sessions of them whose isValid() answers and never throws', () => {
    fc.assert(
      fc.property(anyToken, anyToken, (id, access) => {
        const session = new CognitoUserSession({
          IdToken: new CognitoIdToken({ IdToken: id }),
          AccessToken: new CognitoAccessToken({ AccessToken: access }),
        });
        return typeof session.isValid() === 'boolean';
      }),
      { numRuns: 20_000 },
    );
  }, 30_000);

  it('SessionService.setSession takes them or errors with INVALID_TOKEN, nothing else', async () => {
    TestBed.configureTestingModule({
      providers: [
        provideCognitoSession(
          configWith(),
          withStorage('memory'),
          withGateway(new ScriptedGateway()),
        ),
      ],
    });
    const service = TestBed.inject(SessionService);
    const AccessToken = makeAccessToken();
    const outcomes = { taken: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(anyToken, async (IdToken) => {
        try {
          await firstValueFrom(service.setSession({ IdToken, AccessToken }));
          outcomes.taken++;
        } catch (error) {
          outcomes.refused++;
          expect(error).toBeInstanceOf(SessionError);
          expect(error).toMatchObject({ code: 'INVALID_TOKEN' });
          if (IdToken.length > 20) expect((error as Error).message).not.toContain(IdToken);
        }
      }),
      { numRuns: SESSIONS },
    );
    // A token whose signature alone was changed is taken: the library verifies none.
    expect(outcomes.taken).toBeGreaterThan(0);
    expect(outcomes.refused).toBeGreaterThan(SESSIONS / 2);
  }, 60_000);
});
