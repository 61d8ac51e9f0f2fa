// `npm start`: the demo with its own user pool and API, until Ctrl+C.

import { startDemo } from './demo-server';
import { startText } from './start-text';

const { CI, NO_OPEN } = process.env;

async function main(): Promise<void> {
  const demo = await startDemo({ open: !CI && !NO_OPEN });
  process.stdout.write(startText(demo.url, demo.local));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => void demo.stop());
  }
  process.exitCode = await demo.ended;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
