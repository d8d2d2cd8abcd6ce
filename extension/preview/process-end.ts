/**
 * Resolves when this process was asked to end: SIGTERM, SIGINT, or (where asked for) the closing of stdin,
 * so that a process never outlives the one that started it.
 */
export function untilAskedToEnd(options: { endWithStdin: boolean }): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      // An open standard input would keep the process for ever.
      process.stdin.destroy();
      resolve();
    };
    process.once('SIGTERM', end);
    process.once('SIGINT', end);
    if (options.endWithStdin) {
      process.stdin.once('end', end);
      process.stdin.once('error', end);
      process.stdin.resume();
    }
  });
}
