// H02: claims come out as the server put them in, whatever they are written in.

import * as fc from 'fast-check';
import { firstValueFrom } from 'rxjs';
import { CognitoAccessToken, CognitoIdToken } from '../../src/public-api';
import { bareSessionService } from '../support/bare-session-service';
import { makeAccessToken, makeIdToken, makeJwt } from '../support/fake-tokens';

const TEXTS: [string, string][] = [
  ['Latin with accents', 'Zoë Ångström-Çelik'],
  ['Greek', 'Γιώργος Παπαδόπουλος'],
  ['Cyrillic', 'Наталья Щукина'],
  ['Armenian', 'Արամ Խաչատրյան'],
  ['Georgian', 'შოთა რუსთაველი'],
  ['Hebrew', 'יעל כהן'],
  ['Arabic', 'فاطمة الزهراء'],
  ['Syriac', 'ܐܦܪܝܡ'],
  ['Devanagari', 'प्रिया शर्मा'],
  ['Bengali', 'রবীন্দ্রনাথ ঠাকুর'],
  ['Tamil', 'சுப்பிரமணிய பாரதி'],
  ['Thai', 'สมชาย ใจดี'],
  ['Lao', 'ສົມສັກ'],
  ['Tibetan', 'བསྟན་འཛིན'],
  ['Burmese', 'အောင်ဆန်း'],
  ['Khmer', 'នរោត្តម'],
  ['Amharic', 'ኃይለ ሥላሴ'],
  ['Chinese', '李小龙 與 張愛玲'],
  ['Japanese', '宮崎 駿 みやざき ミヤザキ'],
  ['Korean', '김연아'],
  ['Cherokee', 'ᏍᏏᏉᏯ'],
  ['emoji of four bytes', '🦊🚀𝄞𠮷'],
  ['joined emoji', '👩‍👩‍👧‍👦🏳️‍🌈👍🏽'],
  ['combining marks', 'e\u0301 a\u0308\u0323 Z\u0351\u036B\u0343'],
  ['U+0000 and other controls', 'a\u0000b\u0001\u001F\u007F\u0085\u2028\u2029'],
  ['escaped lone surrogates', 'x\uD800y\uDFFFz\uDBFF'],
  ['noncharacters and the last of all', '\uFFFE\uFFFF\u{10FFFF}'],
  ['JSON’s own signs', '"\\/\b\f\n\r\t{}[]'],
];

describe('H02', () => {
  it.each(TEXTS)('ID and access token give back %s', (_name, text) => {
    const claims = { name: text, [text]: [text, { deep: text }] };
    const id = new CognitoIdToken({ IdToken: makeIdToken(claims) });
    const access = new CognitoAccessToken({ AccessToken: makeAccessToken(claims) });
    expect(id.payload).toMatchObject(claims);
    expect(access.decodePayload()).toMatchObject(claims);
  });

  it.each(TEXTS)('SessionService.user gives back %s', async (_name, text) => {
    const service = bareSessionService();
    await firstValueFrom(
      service.setSession({
        IdToken: makeIdToken({ name: text, 'cognito:groups': [text] }),
        AccessToken: makeAccessToken(),
      }),
    );
    expect(service.user()?.name).toBe(text);
    expect(service.groups()).toEqual([text]);
  });

  it('characters that JSON writes as escapes come out as themselves', () => {
    const token = makeJwt('{"name":"\\u0000\\ud83e\\udd8a\\ud800\\u00e9"}');
    expect(new CognitoIdToken({ IdToken: token }).payload.name).toBe('\u0000🦊\uD800é');
  });

  it('10,000 random claims of any characters come out as they went in', () => {
    const claim = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(claim, (text) => {
        const token = new CognitoIdToken({ IdToken: makeJwt({ name: text }) });
        return token.payload.name === text;
      }),
      { numRuns: 10_000 },
    );
  });
});
