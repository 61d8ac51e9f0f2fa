// Tabs of one site usually share a renderer process; what one process reads of another's writes
// late shows only when they do not.

/** Arguments for Chromium: each tab in a process of its own. */
export const SEPARATE_PROCESSES = ['--site-per-process', '--renderer-process-limit=32'] as const;
