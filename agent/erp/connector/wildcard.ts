/**
 * Whether a text fits `a*b`: anything in place of each `*`, upper and lower case as one. Never backtracks, so that a
 * hostile text costs no more than its length.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  const parts = pattern.toLowerCase().split('*');
  const given = text.trim().toLowerCase();
  const [first = '', ...others] = parts;
  if (others.length === 0) return given === first;
  if (!given.startsWith(first)) return false;
  const last = others.pop() ?? '';
  let from = first.length;
  for (const part of others) {
    const at = given.indexOf(part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return given.length - last.length >= from && given.endsWith(last);
}
