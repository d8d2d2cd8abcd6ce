/** A place where a person must say what belongs there; both from 1. */
export interface Gap {
  line: number;
  column: number;
  /** The line, without what stands behind `#`. */
  value: string;
  /** What the draft says of it behind `#`; null: nothing. */
  hint: string | null;
}

export const GAP = /\bTODO\b/;

const COMMENT = /(?:^|\s)#(.*)$/;
/** How sure a proposal is stands in front of its reason. */
const SURENESS = /^\s*[01]\.\d\d\s/;

/** Every gap of a document's text: a gap may stand anywhere. Comments are for people, and hold none. */
export const gapsOf = (text: string): Gap[] =>
  text.split('\n').flatMap((line, index): Gap[] => {
    const value = line.replace(COMMENT, '');
    const column = value.search(GAP) + 1;
    const said = COMMENT.exec(line)?.[1] ?? '';
    const hint = said.replace(SURENESS, '').trim();
    return column === 0 ? [] : [{ line: index + 1, column, value: value.trim(), hint: hint === '' ? null : hint }];
  });
