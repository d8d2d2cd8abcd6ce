/** What was thrown, for the log: its kind and its text, which the platform or our own code wrote. */
export const wordsOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';
