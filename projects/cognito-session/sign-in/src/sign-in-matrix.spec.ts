// Tests every flow with every challenge that can follow it: the input of each call until the user
// is signed in. The specs beside this one test the details of each part.

import type { Observable } from 'rxjs';
import { FakeStore, STORE_KEY } from '../../test/support/fake-store';
import { offerPasskeys, withdrawPasskeys } from '../../test/support/fake-passkeys';
import { CLIENT_ID } from '../../test/support/fake-tokens';
import { ROW_DEVICE, signInRows, type SignInRow } from '../../test/support/sign-in-rows';
import {
  type Asked,
  openScriptedSignIn,
  outcomeOf,
  tokensOf,
} from '../../test/support/scripted-sign-in';
import { offerWebCrypto } from '../../test/support/web-crypto';
import type { SignInStep } from './sign-in-step';

offerWebCrypto();
beforeEach(() => void offerPasskeys());
afterEach(withdrawPasskeys);

type AnyStep = SignInStep & { respond: (response: object) => Observable<SignInStep> };

it.each(signInRows().map((row) => [row.row, row] as const))(
  '%s: sends this and no more',
  async (_row, row) => {
    const store = browser(row);
    const scripted = openScriptedSignIn({ store });
    const events = row.events(tokensOf(scripted.tab));
    const calls = events.filter((event) => 'call' in event);
    scripted.script(...calls.map(({ answer }) => answer));

    let step = await scripted.signIn(row.request);
    for (const event of events) {
      if ('call' in event) continue;
      expect(step).toMatchObject({ status: 'challenge', ...event.shows });
      step = await outcomeOf((step as AnyStep).respond(event.form));
    }

    expect(step).toMatchObject({
      status: 'signed-in',
      session: scripted.tab.manager.active?.session,
    });
    expect(scripted.asked.map((asked) => sent(asked))).toEqual(
      calls.map(({ call, parameters }) => [
        call,
        { ...parameters, ...(row.device && { DEVICE_KEY: ROW_DEVICE.deviceKey }) },
      ]),
    );
  },
);

/** The store of a remembered browser, or of another one. */
function browser({ device }: SignInRow): FakeStore {
  const store = new FakeStore();
  const record = JSON.stringify({ v: 1, ...ROW_DEVICE });
  if (device) store.items.set(`${STORE_KEY}.device.maría`, record);
  return store;
}

/** A call's name, and its parameters except those that all calls of its kind have. */
function sent({ operation, input }: Asked): unknown {
  const {
    AuthFlow,
    AuthParameters,
    ChallengeName,
    ChallengeResponses,
    ClientId,
    Session,
    ...rest
  } = input;
  const { USERNAME, ...parameters } = AuthParameters ?? ChallengeResponses ?? {};
  if (!AuthFlow && !ChallengeName) return [operation, rest];
  expect({ ClientId, USERNAME }).toEqual({ ClientId: CLIENT_ID, USERNAME: 'maría' });
  // The session of the challenge.
  if (ChallengeName) expect(Session).toMatch(/^session-/);
  return [AuthFlow ?? ChallengeName, parameters];
}
