/** A line that is in one text only; `line` is its number there, from 1. */
export interface LineChange {
  sign: '-' | '+';
  line: number;
  text: string;
}

/** Beyond this many lines the texts are compared line by line: a table of both would not fit. */
const LINES_MAX = 3000;

/** What differs between two texts, in the order of the text: the fewest lines that must go and come. */
export function lineDifference(before: string, after: string): LineChange[] {
  if (before === after) return [];
  const [old, now] = [before.split('\n'), after.split('\n')];
  if (old.length > LINES_MAX || now.length > LINES_MAX) return oneByOne(old, now);
  const width = now.length + 1;
  const longest = new Uint16Array((old.length + 1) * width);
  const at = (i: number, j: number): number => longest[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i -= 1)
    for (let j = now.length - 1; j >= 0; j -= 1)
      longest[i * width + j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const changes: LineChange[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      i += 1;
      j += 1;
    } else if (j >= now.length || (i < old.length && at(i + 1, j) >= at(i, j + 1))) {
      changes.push({ sign: '-', line: i + 1, text: old[i] ?? '' });
      i += 1;
    } else {
      changes.push({ sign: '+', line: j + 1, text: now[j] ?? '' });
      j += 1;
    }
  }
  return changes;
}

function oneByOne(old: readonly string[], now: readonly string[]): LineChange[] {
  const changes: LineChange[] = [];
  for (let line = 0; line < Math.max(old.length, now.length); line += 1) {
    if (old[line] === now[line]) continue;
    const [gone, come] = [old[line], now[line]];
    if (gone !== undefined) changes.push({ sign: '-', line: line + 1, text: gone });
    if (come !== undefined) changes.push({ sign: '+', line: line + 1, text: come });
  }
  return changes;
}
