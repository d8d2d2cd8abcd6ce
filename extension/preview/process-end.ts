/**
 * Resolves when this process was asked to end: SIGTERM, SIGINT, or (where asked for) the closing of stdin,
 * so that a process never outlives the one that started it.
 */
export function untilAskedToEnd(options: { endWithStdin: boolean }): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
    if (options.endWithStdin) {
      process.stdin.once('end', () => resolve());
      process.stdin.once('error', () => resolve());
      process.stdin.resume();
    }
  });
}
