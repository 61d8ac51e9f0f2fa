// Makes a step happen in the world.

import type fc from 'fast-check';
import { API_URL } from '../support/fake-api';
import type { Step } from './steps';
import type { Tab } from './tab';
import type { World } from './world';

/**
 * A step as fast-check's model runner takes it. The world is the model and the real system in one:
 * it judges itself.
 */
export class StepCommand implements fc.AsyncCommand<object, World> {
  constructor(readonly step: Step) {}

  check(): boolean {
    return true;
  }

  async run(_: object, world: World): Promise<void> {
    world.watch.count('step');
    applyStep(this.step, world);
    await world.pass(this.step.then);
  }

  /** Can be pasted into the list of regressions. */
  toString(): string {
    return JSON.stringify(this.step);
  }
}

function applyStep(step: Step, world: World): void {
  const { tabs, network, storage, pool, clock } = world;
  const tab = 'tab' in step ? tabs[step.tab % tabs.length] : undefined;
  switch (step.do) {
    case 'all get session':
      for (const each of tabs) if (each.page.usable) each.acquire();
      break;
    case 'open tab':
      if (world.mayOpen) world.openTab();
      break;
    case 'store fails':
      storage.fail(step.operations, step.error, step.ms);
      break;
    case 'store is slow':
      storage.slowDown(step.ms, step.extraMs);
      break;
    case 'store is cleared':
      storage.disturb(null);
      break;
    case 'store is overwritten':
      storage.disturb(step.with);
      break;
    case 'calls fail':
      network.faults.push(...step.how);
      break;
    case 'offline':
      network.goOffline(step.ms, step.known, () => {
        for (const { page } of tabs) page.dispatch(new Event('online'));
      });
      break;
    case 'slow network':
      network.slowDown(step.ms, step.extraMs);
      break;
    case 'tokens are disowned':
      pool.disown();
      break;
    case 'user is revoked':
      pool.revokeUser(step.user);
      break;
    case 'clock is set':
      clock.jumpWallClock(step.ms);
      break;
    case 'thaw':
      if (tab?.page.frozen) tab.page.thaw();
      break;
    case 'close tab':
      if (tab) world.closeTab(tab);
      break;
    default:
      if (tab?.page.usable) act(step, tab, world);
  }
}

/** What a user does in a tab that runs. */
function act(step: Step, tab: Tab, { pool, network }: World): void {
  switch (step.do) {
    case 'sign in':
      if (!network.offline) tab.signIn(pool.signIn(step.user));
      break;
    case 'sign in slowly':
      if (!network.offline) tab.signInSlowly(step.user, step.ms);
      break;
    case 'sign out':
      tab.signOut(step.everywhere);
      break;
    case 'request':
      tab.request(step.to === 'api' ? `${API_URL}orders` : 'https://elsewhere.example.com/orders');
      break;
    case 'request answered 401':
      tab.nextStatus = 401;
      tab.request(`${API_URL}orders`);
      break;
    case 'get session':
      tab.acquire();
      break;
    case 'refresh session':
      if (step.metadata === undefined || step.metadata.length === 0) tab.refresh();
      for (const reason of step.metadata ?? []) tab.refresh(reason);
      break;
    case 'wake':
      tab.page.hidden = false;
      tab.page.dispatch(new Event(step.by));
      break;
    case 'hide':
      tab.page.hidden = true;
      tab.page.dispatch(new Event('visibilitychange'));
      break;
    case 'freeze':
      tab.page.freeze();
      break;
  }
}
