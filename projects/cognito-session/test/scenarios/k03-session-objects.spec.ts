// K03: a session that somebody prints shows claims at most, never a token; the refresh token is not
// among the values that SessionService offers, but lies behind one method of the session, as in
// amazon-cognito-identity-js.

import { JsonPipe } from '@angular/common';
import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { inspect } from 'node:util';
import { isObservable } from 'rxjs';
import { type CognitoUserSession, SessionService } from '../../src/public-api';
import type { FakeTokens } from '../support/fake-tokens';
import { leaksIn, partsOf } from '../support/leak-search';
import { observe } from '../support/observed';
import { DOORS, openApp, type SessionApp } from '../support/session-app';

@Component({
  imports: [JsonPipe],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<pre>{{ service.session() | json }}</pre>
    <pre>{{ service.state() | json }}</pre>
    <pre>{{ service.idToken() | json }}</pre>
    <pre>{{ service.accessToken() | json }}</pre>
    <pre>{{ service.session()?.getRefreshToken() | json }}</pre>
    <pre
      >{{ service.session() }} {{ service.idToken() }} {{
        service.session()?.getRefreshToken()
      }}</pre>`,
})
class PrintingPage {
  readonly service = inject(SessionService);
}

describe('K03', () => {
  let app: SessionApp;
  let session: CognitoUserSession;
  let tokens: FakeTokens;
  let secrets: string[];
  beforeEach(async () => {
    app = await openApp(DOORS[0]!, { config: { onSessionEnd: 'stay' } });
    tokens = app.pool.issue();
    secrets = [...partsOf(tokens.IdToken, tokens.AccessToken), tokens.RefreshToken];
    session = await app.signIn(tokens);
  });

  const PRINTERS: [string, (value: unknown) => string][] = [
    ['JSON.stringify', (value) => JSON.stringify(value, null, 2)],
    ['String', String],
    ['a template string', (value) => `a ${value as string}`],
    [
      'a debugger’s formatter',
      (value) => inspect(value, { depth: 10, showHidden: true, getters: true }),
    ],
    ['a copy by spread', (value) => JSON.stringify({ ...(value as object) })],
    ['a copy by Object.assign', (value) => inspect(Object.assign({}, value), { depth: 10 })],
    [
      'its own property names',
      (value) =>
        Reflect.ownKeys(value as object)
          .map(String)
          .join(),
    ],
  ];
  const OBJECTS: [string, () => object][] = [
    ['the session', () => session],
    ['the ID token', () => session.getIdToken()],
    ['the access token', () => session.getAccessToken()],
    ['the refresh token', () => session.getRefreshToken()],
    ['the state', () => app.session.state()],
    ['the service', () => app.session],
  ];
  const CASES = OBJECTS.flatMap(([object, get]) =>
    PRINTERS.filter(([printer]) => object !== 'the service' || printer !== 'JSON.stringify').map(
      ([printer, print]) => ({ object, get, printer, print }),
    ),
  );

  it.each(CASES)('$object printed by $printer shows no token', ({ get, print }) => {
    const text = print(get());
    for (const secret of secrets) expect(text).not.toContain(secret);
  });

  it('the json pipe shows claims and no token', async () => {
    const page = TestBed.createComponent(PrintingPage);
    await page.whenStable();
    const text = (page.nativeElement as HTMLElement).innerHTML;
    expect(text).toContain('cognito:username');
    for (const secret of secrets) expect(text).not.toContain(secret);
  });

  it('no value or observable of SessionService is or holds the refresh token', () => {
    const names = Object.keys(app.session);
    expect(names).toEqual(
      expect.arrayContaining(['session', 'session$', 'idToken', 'accessToken$']),
    );
    expect(names.filter((name) => /refreshtoken/i.test(name))).toEqual([]);
    for (const name of names) {
      const member: unknown = Reflect.get(app.session, name);
      const values = isObservable(member)
        ? observe(member).values
        : typeof member === 'function'
          ? [(member as () => unknown)()]
          : [];
      for (const value of values) expect(leaksIn(value, secrets)).toEqual([]);
    }
  });

  it('whoever needs a token gets it by asking for it by name', () => {
    expect(session.getIdToken().getJwtToken()).toBe(tokens.IdToken);
    expect(session.getAccessToken().getJwtToken()).toBe(tokens.AccessToken);
    expect(session.getRefreshToken().getToken()).toBe(tokens.RefreshToken);
  });
});
