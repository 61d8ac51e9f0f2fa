// K04: what RegExp remembers of its last match can be read by every script of the page.

import { FakeClock } from '../../../test/support/fake-clock';
import { makeTokens } from '../../../test/support/fake-tokens';
import { configWith } from '../../../test/support/good-config';
import { toActiveSession } from '../session/session-check';
import { checkConfig } from './session-config';

it('K04: no token is what was matched last', () => {
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
