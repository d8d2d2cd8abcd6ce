const DAY_MS = 86_400_000;

/** Days are text, `yyyy-mm-dd`: they sort, and no zone can move them. Kept, since the seed asks for the same few thousand days again and again. */
const known = new Map<string, string>();

const shifted = (day: string, days: number): string => {
  const key = `${day}${days}`;
  const kept = known.get(key);
  if (kept !== undefined) return kept;
  const moved = new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
  if (known.size > 50_000) known.clear();
  known.set(key, moved);
  return moved;
};

export const addDays = (day: string, days: number): string => (days === 0 ? day : shifted(day, days));

/** The day itself, or the Friday before a weekend: nobody posts on a Sunday. */
export function workday(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday === 0 ? addDays(day, -2) : weekday === 6 ? addDays(day, -1) : day;
}

export const earlier = (a: string, b: string): string => (a < b ? a : b);
