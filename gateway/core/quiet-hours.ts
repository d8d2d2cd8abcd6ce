import type { QuietHours } from '#contracts/policy';

/** Whether the ERP is to be left alone at this moment. `from` is inside, `to` is not; the same time twice is never. */
export function isQuiet(hours: readonly QuietHours[], now: number): boolean {
  return hours.some(({ from, to, timeZone }) => {
    const time = timeOfDay(now, timeZone);
    return from <= to ? from <= time && time < to : time >= from || time < to;
  });
}

/** `22:30` on the clock of the time zone. */
function timeOfDay(now: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return parts.format(new Date(now));
}
