/** A line chart as SVG, with as little ink as it needs. */

export interface Line {
  name: string;
  points: readonly (readonly [x: number, y: number])[];
}

export interface Chart {
  title: string;
  /** What x and y are, with unit. */
  x: string;
  y: string;
  /** Logarithmic axes: where values spread over orders of magnitude. */
  logX?: boolean;
  logY?: boolean;
  lines: readonly Line[];
}

const WIDTH = 760;
const HEIGHT = 400;
const LEFT = 70;
const RIGHT = 150;
const TOP = 48;
const BOTTOM = 54;
const COLOURS = ['#0b6bcb', '#c4560a', '#1a7f4b', '#7a3fb4', '#b3263c'];

interface Axis {
  ticks: number[];
  /** Place of a value, 0 to 1. */
  at: (value: number) => number;
}

/** Ticks at round numbers: decades on a logarithmic axis, steps of 1, 2 or 5 on a linear one. */
export function axis(values: readonly number[], log: boolean): Axis {
  const finite = values.filter((value) => Number.isFinite(value) && (!log || value > 0));
  const low = log ? Math.floor(Math.log10(Math.min(...finite, 1e12))) : Math.min(0, ...finite);
  const high = log ? Math.max(Math.ceil(Math.log10(Math.max(...finite, 1e-12))), low + 1) : Math.max(...finite, 1e-9);
  if (log) {
    const ticks = Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index));
    return { ticks, at: (value) => (Math.log10(Math.max(value, 10 ** low)) - low) / (high - low) };
  }
  const rough = (high - low) / 5;
  const decade = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((factor) => factor * decade >= rough) ?? 10) * decade;
  const top = Math.ceil(high / step) * step;
  const ticks = Array.from({ length: Math.round((top - low) / step) + 1 }, (_, index) => low + index * step);
  return { ticks, at: (value) => (value - low) / (top - low) };
}

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
const readable = (value: number): string =>
  value >= 10_000 ? `${Number((value / 1000).toPrecision(3))}k` : String(Number(value.toPrecision(3)));
const text = (x: number, y: number, content: string, more = ''): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${escaped(content)}</text>`;

/** The whole SVG document. Points that are no numbers are left out. */
export function lineChart({ title, x, y, logX = false, logY = false, lines }: Chart): string {
  const points = lines.flatMap((line) => line.points);
  const xs = axis(
    points.map(([value]) => value),
    logX,
  );
  const ys = axis(
    points.map(([, value]) => value),
    logY,
  );
  const px = (value: number): number => LEFT + xs.at(value) * (WIDTH - LEFT - RIGHT);
  const py = (value: number): number => HEIGHT - BOTTOM - ys.at(value) * (HEIGHT - TOP - BOTTOM);
  const grid = [
    ...ys.ticks.map(
      (tick) =>
        `<path d="M${LEFT} ${py(tick).toFixed(1)}H${WIDTH - RIGHT}" stroke="#dde3ea"/>` +
        text(LEFT - 8, py(tick) + 4, readable(tick), 'text-anchor="end"'),
    ),
    ...xs.ticks.map((tick) => text(px(tick), HEIGHT - BOTTOM + 18, readable(tick), 'text-anchor="middle"')),
  ];
  const drawn = lines.map(({ name, points: own }, index) => {
    const colour = COLOURS[index % COLOURS.length] ?? '#000';
    const path = own
      .filter(([a, b]) => Number.isFinite(a) && Number.isFinite(b))
      .map(([a, b], at) => `${at === 0 ? 'M' : 'L'}${px(a).toFixed(1)} ${py(b).toFixed(1)}`)
      .join('');
    const key = TOP + 6 + index * 20;
    return (
      `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2" stroke-linejoin="round"/>` +
      `<path d="M${WIDTH - RIGHT + 12} ${key}h18" stroke="${colour}" stroke-width="3"/>` +
      text(WIDTH - RIGHT + 36, key + 4, name)
    );
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="12" fill="#26323f" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    text(LEFT, 26, title, 'font-size="15" font-weight="600"'),
    ...grid,
    ...drawn,
    text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, x, 'text-anchor="middle"'),
    text(16, TOP - 6, y),
    '</svg>',
    '',
  ].join('\n');
}
