// Plain Node, where mutants run, has neither `navigator` nor `location`; a page has both.

for (const [name, value] of Object.entries({
  navigator: { userAgent: 'Mozilla/5.0 (a spec)' },
  location: { hostname: 'localhost' },
})) {
  if (!(name in globalThis)) {
    Object.defineProperty(globalThis, name, { value, configurable: true });
  }
}
