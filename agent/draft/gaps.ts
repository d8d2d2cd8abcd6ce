/** A place where a person must say what belongs there; both from 1. */
export interface Gap {
  line: number;
  column: number;
  /** The line, without what stands behind `#`. */
  value: string;
}

export const GAP = /\bTODO\b/;

/** Every gap of a document's text: a gap may stand anywhere. Comments are for people, and hold none. */
export const gapsOf = (text: string): Gap[] =>
  text.split('\n').flatMap((line, index): Gap[] => {
    const value = line.replace(/(^|\s)#.*$/, '');
    const column = value.search(GAP) + 1;
    return column === 0 ? [] : [{ line: index + 1, column, value: value.trim() }];
  });
