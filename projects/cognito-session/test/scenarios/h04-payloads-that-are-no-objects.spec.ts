// H04: JSON that is not an object is no payload; decoders that hand it on make callers crash on
// `payload.sub`.

import { firstValueFrom } from 'rxjs';
import { CognitoAccessToken, CognitoIdToken } from '../../src/public-api';
import { bareSessionService } from '../support/bare-session-service';
import { makeAccessToken, makeIdToken, makeJwt } from '../support/fake-tokens';

describe('H04', () => {
  describe.each([
    'null',
    '42',
    '-0',
    '1e999',
    '"text"',
    '""',
    '[]',
    '[{"sub":"x"}]',
    'true',
    'false',
  ])('a payload %s', (json) => {
    const token = makeJwt(json);

    it('decodes to {} in both token classes', () => {
      expect(new CognitoIdToken({ IdToken: token }).payload).toEqual({});
      expect(new CognitoAccessToken({ AccessToken: token }).decodePayload()).toEqual({});
    });

    it('has no times', () => {
      const id = new CognitoIdToken({ IdToken: token });
      expect([id.getExpiration(), id.getIssuedAt()]).toEqual([undefined, undefined]);
    });

    it.each([
      ['IdToken', { IdToken: token, AccessToken: makeAccessToken() }],
      ['AccessToken', { IdToken: makeIdToken(), AccessToken: token }],
    ])('makes setSession error, naming %s', async (field, tokens) => {
      const service = bareSessionService();
      await expect(firstValueFrom(service.setSession(tokens))).rejects.toMatchObject({
        code: 'INVALID_TOKEN',
        message: expect.stringContaining(field) as string,
      });
      expect(service.session()).toBeNull();
    });
  });
});
