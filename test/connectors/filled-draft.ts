/**
 * A draft with its gaps filled by something that fits, as a person would who knows the answers: what `connector check`
 * then still finds is the draft's own mistake.
 */
const WORDS: [RegExp, string][] = [
  [/^ {2}status/, 'confirmed'],
  [/^ {2}kind/, 'invoice'],
  [/^ {2}currency/, 'EUR'],
  [/^ {2}by/, 'name'],
];

const FILLINGS: [RegExp, string][] = [
  [/priceBasis: \{ const: TODO \}/, 'priceBasis: { const: net }'],
  [/priceBasis: TODO/, 'priceBasis: net'],
  [/indexLagMs: TODO/, 'indexLagMs: 0'],
  [/separator: TODO/, 'separator: "."'],
  [/pattern: TODO/, 'pattern: yyyy-MM-dd'],
  [/writtenIn: TODO/, 'writtenIn: UTC'],
  [/quote: TODO/, 'quote: plain'],
  [/"yes": \[TODO\], "no": \[TODO\]/, '"yes": ["J"], "no": ["N"]'],
  [/success: \[TODO\]/, 'success: ["0"]'],
  [/paging: \{ by: TODO \}/, 'paging: { by: offset }'],
  [/path: TODO(?=[ ,])/, 'path: Nothing, unlisted: true'],
  [/=TODO\]/, '=A]'],
];

function filledLine(line: string): string {
  const format = WORDS.find(([of]) => of.test(line) && line.includes('type: words'));
  if (format !== undefined)
    return line.replaceAll('TODO: TODO', `A: ${format[1]}`).replaceAll(': TODO', `: ${format[1]}`);
  let text = line;
  for (const [gap, filling] of FILLINGS) text = text.replace(gap, filling);
  return text;
}

/** Numbers, days and words of formats are given to fields by the name of the field, where the place is a gap. */
export const filledDraft = (draft: string): string =>
  draft
    .split('\n')
    .map((line) => filledLine(line))
    .join('\n')
    .replaceAll(/each: TODO.*\n(\s*)fields:/g, 'each: Nothing\n$1unlisted: true\n$1fields:')
    .replaceAll('TODO', 'A');
