/**
 * Work that can be done in steps: it yields wherever it may be put aside for a while. So reading a large answer stays
 * a function of its arguments, and whoever runs it decides whether others get their turn in between.
 */
export type Steps<T> = Generator<undefined, T, undefined>;

/** Runs to the end without a pause. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
