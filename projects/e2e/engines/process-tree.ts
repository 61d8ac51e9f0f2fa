// The processes of a browser that this run has started: which of them a tab lives in, and their
// end.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Longest time a browser may take to end by itself, in milliseconds; and then its last processes.
 */
const MS = { end: 5000, rest: 300 };
/** How long a process is kept busy to be found, in milliseconds: at first, and at most. */
const SPIN_MS = { first: 150, longest: 3000 };

interface Process {
  readonly pid: number;
  readonly parent: number;
  /** Processor time it has used, in ticks. */
  readonly ticks: number;
  /** When it was started: tells it from a later process of the same number. */
  readonly started: string;
}

/** Reads one process of the system; undefined when there is none of that number. */
function read(pid: number): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // "pid (name) state parent …"; the name may hold spaces and brackets. Fields as in proc(5).
    const fields = ['', '', '', ...stat.slice(stat.lastIndexOf(')') + 2).split(' ')];
    const ticks = Number(fields[14]) + Number(fields[15]);
    return { pid, parent: Number(fields[4]), ticks, started: fields[22] ?? '' };
  } catch {
    return undefined;
  }
}

/** All processes below `root`; none on systems that do not list them. */
function descendants(root: number): Process[] {
  if (!existsSync('/proc')) return [];
  const all = readdirSync('/proc').flatMap((name) => read(Number(name)) ?? []);
  const parents = new Map(all.map(({ pid, parent }) => [pid, parent]));
  const isBelow = (pid: number | undefined): boolean =>
    pid !== undefined && (parents.get(pid) === root || isBelow(parents.get(pid)));
  return all.filter(({ pid }) => isBelow(pid));
}

/**
 * The process below `root` that `spin` keeps busy; asks again, for longer, until there is no doubt.
 */
export async function busyProcess(
  root: number,
  spin: (ms: number) => Promise<unknown>,
): Promise<number> {
  for (let ms = SPIN_MS.first; ms <= SPIN_MS.longest; ms *= 1.5) {
    const before = new Map(descendants(root).map(({ pid, ticks }) => [pid, ticks]));
    await spin(ms);
    const worked = descendants(root)
      .map(({ pid, ticks }) => ({ pid, ticks: ticks - (before.get(pid) ?? 0) }))
      .sort((a, b) => b.ticks - a.ticks);
    const [most, second] = worked;
    // On a busy machine the page may get little of the time it spins for.
    if (most && most.ticks >= 5 && most.ticks >= 2 * (second?.ticks ?? 0)) return most.pid;
  }
  throw new Error(`no process below ${root} was clearly the busy one`);
}

/** Ends a process and all below it, by force. */
function endByForce(processes: readonly Process[]): void {
  for (const { pid, started } of processes) {
    try {
      // Its number may belong to somebody else by now.
      if (read(pid)?.started === started) process.kill(pid, 'SIGKILL');
    } catch {
      // It has just ended by itself.
    }
  }
}

function tree(root: number): Process[] {
  const rootProcess = read(root);
  return rootProcess ? [rootProcess, ...descendants(root)] : [];
}

/**
 * Makes a browser end with this process, however this ends, and returns a function that ends it
 * now.
 */
export function ownBrowser(
  root: number,
  end: () => Promise<unknown>,
  ...others: readonly number[]
): () => Promise<void> {
  const all = (): Process[] => [root, ...others].flatMap(tree);
  const onExit = (): void => endByForce(all());
  process.once('exit', onExit);
  return async () => {
    const processes = all();
    await Promise.race([end().catch(() => undefined), delay(MS.end, undefined, { ref: false })]);
    await delay(MS.rest);
    endByForce(processes);
    process.off('exit', onExit);
  };
}

// The runner ends a file that takes too long by a signal; only an exit of its own runs what is to
// be run at exit.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.once(signal, () => process.exit(1));
}
