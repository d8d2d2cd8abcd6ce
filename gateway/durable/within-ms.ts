/** The promise's value, or null when it is not there in time. Zero still gives a settled promise its chance. */
export async function withinMs<T>(promise: Promise<T>, waitMs: number): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), Math.max(0, waitMs));
  });
  const first = await Promise.race([promise, late]);
  clearTimeout(timer);
  return first;
}
