import { styleText } from 'node:util';

/** How commands look on a terminal. Colour only where standard output is one and NO_COLOR is not set. */
type Tone = Parameters<typeof styleText>[0];

export const toned = (tone: Tone, text: string): string =>
  styleText(tone, text, { stream: process.stdout, validateStream: true });

/** Text from outside, without what would steer a terminal. */
export const harmless = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken away
  text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd');

export const say = (text = ''): void => {
  process.stdout.write(`${text}\n`);
};

/** Rows with their columns under one another; the last column is as long as it is. */
export function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** `1 error`, `2 errors`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** The last line for programs. */
export const lastLine = (value: object): void => say(JSON.stringify(value));
