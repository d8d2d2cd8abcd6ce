import type { Figures, FigureValue } from './bench.ts';
import { TARGETS, verdictOf } from './targets.ts';

/** Four places are more than a noisy machine can keep. */
export function readable(value: FigureValue | undefined): string {
  if (value === undefined || value === null) return '–';
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([name, part]) => `${name}: ${typeof part === 'number' ? readable(part) : String(part)}`)
      .join(', ');
  }
  if (Number.isInteger(value)) return String(value);
  return Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2);
}

const HEAD = ['figure', 'value', 'baseline', 'target', ''];

function rowsOf(figures: Figures): string[][] {
  return TARGETS.map((target) => {
    const { baseline } = target;
    return [
      target.title,
      `${readable(figures[target.key])}${target.unit === '' ? '' : ` ${target.unit}`}`,
      baseline === null ? '' : `${baseline} ${readable(figures[baseline])}`,
      target.target,
      verdictOf(target, figures),
    ];
  });
}

/** For a terminal: every target with its figure and the baseline of the same run. */
export function table(figures: Figures): string {
  const rows = [HEAD, ...rowsOf(figures)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => [...(row[column] ?? '')].length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The same as a table of Markdown. */
export const markdownTable = (figures: Figures): string =>
  [HEAD, HEAD.map(() => '---'), ...rowsOf(figures)].map((row) => `| ${row.join(' | ')} |`).join('\n');

/** Every other figure of the run, one line each. */
export const markdownFigures = (figures: Figures): string =>
  Object.entries(figures)
    .filter(([key]) => !TARGETS.some((target) => target.key === key))
    .map(([key, value]) => `| \`${key}\` | ${readable(value)} |`)
    .join('\n');
