// Refreshes that ask with different client metadata: Cognito's triggers see each, and equal ones
// share a call.

import { firstValueFrom } from 'rxjs';
import { serviceError } from '../support/fake-pool';
import { codeOf, observe } from '../support/observed';
import { EXPIRED_MS, type ManagerTab, openSignedInTab } from '../support/manager-tab';

const sent = ({ pool }: ManagerTab): unknown[] =>
  pool.calls
    .filter(({ operation }) => operation === 'GetTokensFromRefreshToken')
    .map(({ input }) => input['ClientMetadata']);

describe('A19 refreshes with client metadata', () => {
  it('A19 share a call when it is equal, and follow in order with a call each when it is not', async () => {
    const tab = await openSignedInTab();
    tab.pool.rotation = true;
    const ask = (metadata?: Record<string, string>) => observe(tab.manager.refresh(metadata));
    const asked = [
      ask({ tenant: 'b', role: 'x' }),
      ask({ tenant: 'c' }),
      ask(),
      ask({ role: 'x', tenant: 'b' }),
      ask({ tenant: 'c' }),
    ];
    await tab.clock.advance(29);
    expect(sent(tab)).toEqual([{ tenant: 'b', role: 'x' }]);
    await tab.clock.advance(100);
    expect(sent(tab)).toEqual([{ tenant: 'b', role: 'x' }, { tenant: 'c' }, undefined]);
    expect(asked.map(({ values, errors }) => [values.length, errors.length])).toEqual(
      asked.map(() => [1, 0]),
    );
    expect(asked.map(({ values }) => values[0]?.revision)).toEqual([1, 2, 3, 1, 2]);
  });

  it('A19 of a caller whose token was rejected reach Cognito, although a refresh is under way', async () => {
    const tab = await openSignedInTab();
    const rejected = tab.active.session.getIdToken().getJwtToken();
    observe(tab.manager.refresh({ tenant: 'b' }));
    const asked = observe(tab.manager.refresh({ tenant: 'c' }, rejected));
    await tab.clock.advance(1000);
    expect(asked.values).toHaveLength(1);
    expect(tab.pool.calls.map(({ input }) => input['ClientMetadata'])).toEqual([
      { tenant: 'b' },
      { tenant: 'c' },
    ]);
  });

  it('A19 of the settings go with the refresh of a sign-out everywhere, too', async () => {
    const tab = await openSignedInTab({ config: { clientMetadata: { tenant: 'b' } } });
    await tab.clock.advance(EXPIRED_MS + 1000);
    const ended = tab.manager.signOut(true);
    await tab.clock.advance(5000);
    expect(await ended).toEqual({ revoked: true, everywhere: true });
    expect(tab.pool.calls[0]).toMatchObject({
      operation: 'GetTokensFromRefreshToken',
      input: { ClientMetadata: { tenant: 'b' } },
    });
  });

  it('A19 are asked for in vain when Cognito refuses them, and nobody is told that it worked', async () => {
    const tab = await openSignedInTab();
    tab.pool.next(
      'GetTokensFromRefreshToken',
      () => serviceError('UserLambdaValidationException'),
      () => serviceError('ForbiddenException', 403),
    );
    const asked = [{ tenant: 'b' }, { tenant: 'c' }].map((it) => observe(tab.manager.refresh(it)));
    await tab.clock.advance(100);
    expect(asked.map((it) => codeOf(it.errors[0]))).toEqual([
      'REFRESH_UNAVAILABLE',
      'REFRESH_UNAVAILABLE',
    ]);
    expect(sent(tab)).toEqual([{ tenant: 'b' }, { tenant: 'c' }]);
  });

  it("A19 are not served by another tab's refresh, which Cognito answered without them", async () => {
    const tab = await openSignedInTab();
    const { generation } = tab.active;
    let release!: () => void;
    void tab.locks.exclusively(() => new Promise<void>((resolve) => (release = resolve)));
    await tab.clock.advance(0);
    const own = observe(tab.manager.refresh({ tenant: 'b' }));
    tab.persistence.write(tab.hold({ generation, revision: 1 }));
    release();
    await tab.clock.advance(100);
    expect(sent(tab)).toEqual([{ tenant: 'b' }]);
    expect(own.values).toMatchObject([{ revision: 2 }]);
  });

  it.each([
    ['of its own', { tenant: 'b' }, undefined],
    ['equal to the setting', { tenant: 'b' }, { tenant: 'b' }],
  ])(
    "A19 %s are not served by an automatic refresh that took over another tab's session",
    async (_, clientMetadata, setting) => {
      const tab = await openSignedInTab({ config: setting ? { clientMetadata: setting } : {} });
      const { generation } = tab.active;
      await tab.clock.advance(EXPIRED_MS);
      let release!: () => void;
      void tab.locks.exclusively(() => new Promise<void>((resolve) => (release = resolve)));
      await tab.clock.advance(0);
      const automatic = observe(tab.manager.acquire(setting ? undefined : clientMetadata));
      const own = observe(tab.manager.refresh(clientMetadata));
      tab.persistence.write(tab.hold({ generation, revision: 1 }));
      release();
      await tab.clock.advance(100);
      expect(automatic.values).toMatchObject([{ revision: 1 }]);
      expect(sent(tab)).toEqual([clientMetadata]);
      expect(own.values).toMatchObject([{ revision: 2 }]);
    },
  );

  it('A19 share the call of an automatic refresh that is equal to what they ask with', async () => {
    const tab = await openSignedInTab();
    await tab.clock.advance(EXPIRED_MS);
    const automatic = observe(tab.manager.acquire({ tenant: 'b' }));
    const own = observe(tab.manager.refresh({ tenant: 'b' }));
    await tab.clock.advance(100);
    expect(sent(tab)).toEqual([{ tenant: 'b' }]);
    expect([automatic, own].map(({ values }) => values[0]?.revision)).toEqual([1, 1]);
  });

  it('A19 of the settings go with every automatic refresh, read anew for each', async () => {
    let tenant = 'first';
    const tab = await openSignedInTab({ config: { clientMetadata: () => ({ tenant }) } });
    await tab.clock.advance(EXPIRED_MS);
    void firstValueFrom(tab.manager.acquire());
    await tab.clock.advance(100);
    tenant = 'second';
    void firstValueFrom(
      tab.manager.refresh(undefined, tab.manager.active!.session.getIdToken().getJwtToken()),
    );
    await tab.clock.advance(100);
    void firstValueFrom(tab.manager.refresh());
    void firstValueFrom(tab.manager.refresh({ own: 'yes' }));
    await tab.clock.advance(100);
    expect(sent(tab)).toEqual([
      { tenant: 'first' },
      { tenant: 'second' },
      { tenant: 'second' },
      { own: 'yes' },
    ]);
  });

  it('A19 that the settings give in a wrong form are told by the field, and cost no pause', async () => {
    const wrong: { value: unknown } = { value: { tenant: 5 } };
    const clientMetadata = () => wrong.value as Record<string, string>;
    const tab = await openSignedInTab({ config: { clientMetadata } });
    const failed = observe(tab.manager.refresh());
    await tab.clock.advance(100);
    expect(failed.errors).toMatchObject([
      { code: 'INVALID_CONFIG', message: expect.stringContaining('clientMetadata') as string },
    ]);
    expect(sent(tab)).toEqual([]);
    wrong.value = { tenant: 'b' };
    await tab.clock.advance(EXPIRED_MS);
    const asked = observe(tab.manager.acquire());
    await tab.clock.advance(100);
    expect(asked.values).toMatchObject([{ revision: 1 }]);
  });
});
