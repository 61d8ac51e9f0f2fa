// K04: every script of the page can read the last match of any regular expression (`RegExp.$_`).

import { FakeClock } from '../../../test/support/fake-clock';
import { makeTokens } from '../../../test/support/fake-tokens';
import { configWith } from '../../../test/support/good-config';
import { toActiveSession } from '../session/session-check';
import { checkConfig } from './session-config';

it('K04: the last match is never a token', () => {
  const tokens = makeTokens();
  const place = { generation: 'gen', revision: 0 };
  toActiveSession(tokens, place, 'now', checkConfig(configWith()), new FakeClock());

  const remembered = (RegExp as unknown as Readonly<Record<string, string>>)['$_'] ?? '';
  expect(remembered).not.toBe('');
  for (const token of [tokens.IdToken, tokens.AccessToken]) {
    expect(token.startsWith(remembered)).toBe(token === tokens.AccessToken);
    expect(remembered).not.toContain(token.split('.')[1]);
  }
});
