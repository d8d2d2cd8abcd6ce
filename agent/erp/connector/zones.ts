/** Zones of the IANA list: between a moment and what a clock there shows. */

const DAY_MS = 86_400_000;

const clocks = new Map<string, Intl.DateTimeFormat>();
function clockOf(zone: string): Intl.DateTimeFormat {
  let clock = clocks.get(zone);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    clocks.set(zone, clock);
  }
  return clock;
}

export function isZone(zone: string): boolean {
  try {
    clockOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** What the clock of a zone shows at a moment, as if it were UTC, in milliseconds since 1970. */
export function clockAt(epochMs: number, zone: string): number {
  if (zone === 'UTC') return epochMs;
  const parts: Record<string, string> = {};
  for (const { type, value } of clockOf(zone).formatToParts(new Date(epochMs))) parts[type] = value;
  const year = parts.era === 'BC' ? 1 - Number(parts.year) : Number(parts.year);
  const shown = new Date(0);
  shown.setUTCFullYear(year, Number(parts.month) - 1, Number(parts.day));
  shown.setUTCHours(Number(parts.hour), Number(parts.minute), Number(parts.second), 0);
  return shown.getTime() + (((epochMs % 1000) + 1000) % 1000);
}

/** The moment at which the clock of a zone shows this; the first of two, and the next one where it is skipped. */
export function momentOfClock(clockMs: number, zone: string): number {
  if (zone === 'UTC') return clockMs;
  // The offset of the day before is the one in force ahead of any change, so its answer is the earlier one.
  const before = clockMs - DAY_MS;
  const offsets = [clockAt(before, zone) - before, clockAt(clockMs + DAY_MS, zone) - (clockMs + DAY_MS)];
  for (const offset of offsets) if (clockAt(clockMs - offset, zone) === clockMs) return clockMs - offset;
  return clockMs - (offsets[0] ?? 0);
}
