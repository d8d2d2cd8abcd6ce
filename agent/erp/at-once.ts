/**
 * Does work for every entry, so many at once, in the order of the entries; the results are in that order too.
 * After the first that fails, no other is begun.
 */
export async function forEachAtOnce<T, R>(
  entries: readonly T[],
  atOnce: number,
  work: (entry: T, index: number) => Promise<{ ok: true; value: R } | { ok: false; error: unknown }>,
): Promise<{ results: R[]; failed: number | null }> {
  const results: R[] = [];
  let failed: number | null = null;
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < entries.length && failed === null) {
      const index = next;
      next += 1;
      const done = await work(entries[index] as T, index);
      if (done.ok) results[index] = done.value;
      else failed ??= index;
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, entries.length) }, worker));
  return { results, failed };
}
