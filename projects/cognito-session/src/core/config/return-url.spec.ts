// Tests which return URLs lead to a page of this app, and their normalised form.

import { checkReturnUrl } from './return-url';

describe('checkReturnUrl', () => {
  it.each([
    '/',
    '/orders',
    '/orders/7?sort=date&to=https://evil.com#row-3',
    '/a//b',
    '/a?next=//evil.com',
    '/a#//evil.com',
    '/@evil.com',
  ])('keeps %j as it is', (url) => {
    expect(checkReturnUrl(url)).toBe(url);
  });

  it.each([
    ['/a/../b', '/b'],
    ['/./a', '/a'],
    ['/a b', '/a%20b'],
    ['/a\\b', '/a/b'],
    ['/a\tb', '/ab'],
  ])('normalises %j to %j', (url, normalised) => {
    expect(checkReturnUrl(url)).toBe(normalised);
  });

  it.each([
    '//evil.com',
    '/\\evil.com',
    '\\\\evil.com',
    '\\/evil.com',
    'https://evil.com',
    'https://app.invalid/x',
    'javascript:alert(1)',
    'orders',
    '',
    ' /orders',
    'x/orders',
    '/\t/evil.com',
    '/\n\\evil.com',
    '/.//evil.com',
    '/a/..//evil.com',
    '/.\\/evil.com',
    '/\t/[',
    undefined,
    null,
    7,
    ['/orders'],
  ])('refuses %j', (value) => {
    expect(checkReturnUrl(value)).toBeNull();
  });

  it('takes 2048 characters and not one more', () => {
    const longest = `/${'x'.repeat(2047)}`;
    expect(checkReturnUrl(longest)).toBe(longest);
    expect(checkReturnUrl(`${longest}x`)).toBeNull();
  });
});
