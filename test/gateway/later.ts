import { vi } from 'vitest';

/** The clock stands still from now on, so much later. Whoever uses this gives the real one back after each test. */
export const later = (ms: number): void => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms });
};
