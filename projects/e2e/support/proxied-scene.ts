// A test on a stage whose browser reaches everything, loopback included, through a proxy that notes
// each request.

import { test } from 'node:test';
import { browserForFile } from './browser-for-file';
import { RecordingProxy, type Treat } from './recording-proxy';
import { Stage, type StageOptions } from './stage';

/** Longest run of one test, in milliseconds, unless it says otherwise. */
const SCENE_MS = 60_000;

/**
 * Declares a test; `treat` says what the network does to each request, and may be changed while the
 * test runs.
 */
export type ProxiedScene = (
  name: string,
  options: StageOptions & { readonly treat: Treat; readonly timeoutMs?: number },
  play: (stage: Stage, proxy: RecordingProxy) => Promise<void>,
) => void;

/**
 * Starts a browser for the tests of the calling file and returns the function that declares them.
 */
export function scenesBehindProxy(...browserArgs: readonly string[]): ProxiedScene {
  const browser = browserForFile(...browserArgs);
  return (name, { treat, timeoutMs = SCENE_MS, ...options }, play) => {
    void test(name, { timeout: timeoutMs }, async () => {
      const proxy = await RecordingProxy.start(treat);
      try {
        const staged = { ...options, proxy: proxy.origin };
        await Stage.with(browser(), staged, (stage) => play(stage, proxy));
      } finally {
        await proxy.stop();
      }
    });
  };
}
