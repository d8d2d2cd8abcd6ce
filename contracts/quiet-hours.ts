import { z } from 'zod';

/** `22:30`, on a 24-hour clock. */
const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** Hours in which the ERP is not asked and nothing is sent: backups, month-end runs. May go over midnight. */
export const QuietHours = z.strictObject({
  from: TimeOfDay,
  to: TimeOfDay,
  /** IANA name of the ERP's time zone, e.g. `Europe/Berlin`. */
  timeZone: z.string().min(1).max(64).refine(isTimeZone, 'is not a time zone'),
});
export type QuietHours = z.infer<typeof QuietHours>;

/** Whether the ERP is to be left alone at this moment. `from` is inside, `to` is not; the same time twice is never. */
export function isQuiet(hours: readonly QuietHours[], now: number): boolean {
  return hours.some(({ from, to, timeZone }) => {
    const time = timeOfDay(now, timeZone);
    return from <= to ? from <= time && time < to : time >= from || time < to;
  });
}

/** Epoch ms of the next moment at which quiet hours may begin or end: they and time zones go by whole minutes. */
export const nextMinute = (now: number): number => (Math.floor(now / 60_000) + 1) * 60_000;

/** Clocks by time zone: making one takes a hundred times as long as reading it. A policy names few. */
const clocks = new Map<string, Intl.DateTimeFormat>();
const CLOCKS_MAX = 500;

/** `22:30` on the clock of the time zone. */
function timeOfDay(now: number, timeZone: string): string {
  return clockIn(timeZone).format(now);
}

/** Throws where there is no such time zone. */
function clockIn(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  if (clocks.size >= CLOCKS_MAX) clocks.clear();
  clocks.set(timeZone, clock);
  return clock;
}

function isTimeZone(name: string): boolean {
  try {
    return clockIn(name) !== undefined;
  } catch {
    return false;
  }
}
