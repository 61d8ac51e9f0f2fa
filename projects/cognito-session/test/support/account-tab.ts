// An account page without a TestBed and without a page: the entry's services over one tab's session
// manager, and a Cognito that answers what the spec scripts. It loads quickly, which is what specs
// need that run once for every mutant.

import type { Type } from '@angular/core';
import { ɵGATEWAY, ɵSessionHost, SessionStore } from 'ngx-cognito-session';
import type { Observable } from 'rxjs';
import './page-globals';
import { UserPoolCommands } from '../../sign-in/src/user-pool-commands';
import { settle } from './fake-clock';
import { STORE_KEY } from './fake-store';
import type { Claims } from './fake-tokens';
import { type ManagerTab, openManagerTab } from './manager-tab';
import { observe, type Observed } from './observed';
import { ScriptedGateway } from './scripted-gateway';
import { fakeHost, injectorOf } from './adapters';

/** A tab with an account page. */
export interface AccountTab<Service> {
  readonly tab: ManagerTab;
  readonly service: Service;
  /** The access token of the signed-in user. */
  readonly AccessToken: string | undefined;
  /** Adds to what the next calls are answered with; an error is thrown. */
  answer(...answers: object[]): void;
  /** Operation and input of every call. */
  calls(): [operation: string, input: unknown][];
  /** What comes of a command. */
  outcome<T>(command$: Observable<T>): Promise<Observed<T>>;
}

/** Key of what is kept of the user's device. */
export const DEVICE_RECORD = `${STORE_KEY}.device.maria`;

/** Opens one whose user has signed in with these claims, or with none (`null`) not at all. */
export async function openAccountTab<Service>(
  type: Type<Service>,
  claims: Claims | null = {},
): Promise<AccountTab<Service>> {
  const tab = openManagerTab();
  const tokens = claims && tab.pool.issue({ ...claims });
  if (tokens) await tab.manager.start(tokens, 'now');
  const answers: object[] = [];
  const gateway = new ScriptedGateway(({ operation }) => {
    const answer = answers.shift() ?? new Error(`the spec has no answer for ${operation}`);
    if (answer instanceof Error) throw answer;
    return answer;
  });
  const service = injectorOf(
    { provide: ɵSessionHost, useValue: fakeHost(tab.manager, { clock: tab.clock }).host },
    { provide: ɵGATEWAY, useValue: () => gateway },
    { provide: SessionStore, useValue: tab.store },
    UserPoolCommands,
    type,
  ).get(type);
  return {
    tab,
    service,
    AccessToken: tokens?.AccessToken,
    answer: (...more) => void answers.push(...more),
    calls: () => gateway.calls.map(({ operation, input }) => [operation, input]),
    outcome: async (command$) => {
      const observed = observe(command$);
      await settle();
      return observed;
    },
  };
}
