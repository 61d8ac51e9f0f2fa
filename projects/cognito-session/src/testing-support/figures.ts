// The figures a spec counted, printed in one line each when the spec file is done: they are what a reader of a test run
// wants to see beside "passed".

const lines = new Set<string>();

/** Prints one figure after the spec file's tests; equal lines (of several variants) are printed once. */
export function figure(line: string): void {
  lines.add(line);
}

afterAll(() => {
  for (const line of lines) process.stdout.write(`${line}\n`);
  lines.clear();
});
