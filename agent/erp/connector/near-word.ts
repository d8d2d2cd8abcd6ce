/** What somebody most likely meant by a word that is not known, and what there is in its place. */

/** More of them nobody reads. */
const LISTED_MAX = 12;

/** Letters to add, take away, change or swap, to make one word of the other. */
function distance(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const at = (up: number, left: number): number => rows[i - up]?.[j - left] ?? 0;
      const isSame = one[i - 1] === other[j - 1];
      const isSwapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      const changed = at(1, 1) + (isSame ? 0 : 1);
      row.push(Math.min(at(1, 0) + 1, (row[j - 1] ?? 0) + 1, changed, isSwapped ? at(2, 2) + 1 : changed));
    }
    rows.push(row);
  }
  return rows[one.length]?.[other.length] ?? 0;
}

/** The one that is meant, where that is plain: one letter in three may be wrong, three at most. */
export function nearest(word: string, known: Iterable<string>): string | null {
  const small = word.toLowerCase().slice(0, 100);
  let best: string | null = null;
  let least = Math.min(3, Math.floor(small.length / 3)) + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - small.length) >= least) continue;
    const away = distance(small, candidate.toLowerCase());
    if (away < least) [best, least] = [candidate, away];
  }
  return best;
}

/** `a, b, c … (20 in all)` */
export function listed(words: Iterable<string>): string {
  const all = [...words];
  if (all.length === 0) return 'none';
  const more = all.length > LISTED_MAX ? ` … (${all.length} in all)` : '';
  return all.slice(0, LISTED_MAX).join(', ') + more;
}

/** `did you mean name?`, or `it has a, b`. */
export function instead(word: string, known: Iterable<string>, otherwise = 'it has'): string {
  const all = [...known];
  const near = nearest(word, all);
  return near === null ? `${otherwise} ${listed(all)}` : `did you mean ${near}?`;
}
