// Tests the names of the markers, and the list of generations that are over.

import { EndedGenerations } from '../session/ended-generations';
import {
  sessionEndedMarker,
  isSignOutMarker,
  cooldownMarker,
  signOutMarker,
  tokenUsedMarker,
} from './tab-markers';

describe('the markers', () => {
  it('name a generation', () => {
    expect(sessionEndedMarker('gen')).toBe('ended:gen');
    expect(cooldownMarker('gen')).toBe('quiet:gen');
  });

  it('name a sign-out, and are distinct from the others', () => {
    expect(signOutMarker('page', 'id')).toBe('sign-out:page.id');
    const marks = [
      signOutMarker('page', 'id'),
      sessionEndedMarker('sign-out:'),
      cooldownMarker('gen'),
      tokenUsedMarker('t', 1),
    ];
    expect(marks.map(isSignOutMarker)).toEqual([true, false, false, false]);
  });

  it('distinguish one use of a token from the next, because without rotation it is used again', () => {
    expect(tokenUsedMarker('token', 1)).not.toBe(tokenUsedMarker('token', 2));
  });

  // Tabs of one browser may run two versions of the library. The first half is FNV-1a, with its
  // published examples.
  it.each([
    ['', 0x811c9dc5, 0x9e3779b9],
    ['a', 0xe40c292c, 0xf898acf3],
    ['foobar', 0xbf9cf968, 0x8a03819b],
  ])('name the refresh token %j by the same hash in every version', (token, first, second) => {
    expect(tokenUsedMarker(token, 7)).toBe(`used:${first.toString(36)}${second.toString(36)}.7`);
  });

  it('distinguish tokens that differ anywhere, by both halves of the hash', () => {
    const token = 'x'.repeat(1000);
    const others = Array.from(
      { length: 1000 },
      (_, at) => `${token.slice(0, at)}y${token.slice(at + 1)}`,
    );
    const marks = [token, ...others].map((each) => tokenUsedMarker(each, 0));
    expect(new Set(marks).size).toBe(1001);
  });

  it('reveals nothing of the token, whatever its length', () => {
    for (const length of [0, 1, 100, 5000]) {
      expect(tokenUsedMarker('secret'.repeat(length), 0)).toMatch(/^used:[\da-z]{2,14}\.0$/);
    }
  });
});

describe('EndedGenerations', () => {
  it('knows the last 50 that ended', () => {
    const ended = new EndedGenerations();
    expect(ended.has('0')).toBe(false);
    for (let i = 0; i < 50; i++) ended.add(String(i));
    expect(ended.has('0')).toBe(true);
    expect(ended.has('49')).toBe(true);
    ended.add('50');
    expect(ended.has('0')).toBe(false);
    expect(ended.has('1')).toBe(true);
    expect(ended.has('50')).toBe(true);
  });
});
