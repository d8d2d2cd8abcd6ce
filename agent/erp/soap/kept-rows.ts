/** What is kept of a document while it is parsed. Rows beyond the bound are checked and counted, and cost no memory. */
export interface Keep {
  /** The bounded lists: local names from the root down, e.g. `Envelope`, `Body`, `XAntwort`, `Auftraege`, `Auftrag`. */
  lists: readonly (readonly string[])[];
  /** Elements kept of each list. */
  rowsMax: number;
  /** Elements kept altogether. */
  elementsMax: number;
}

/** A place on the way to a bounded list, or such a list. */
export interface Place {
  children: Map<string, Place>;
  isList: boolean;
  seen: number;
}

const place = (): Place => ({ children: new Map(), isList: false, seen: 0 });

/** The places above and at the lists. @returns the one above the root, and for each list its own */
export function placesOf(lists: Keep['lists']): { top: Place; ends: Place[] } {
  const top = place();
  const ends = lists.map((path) => {
    let here = top;
    for (const name of path) {
      const next = here.children.get(name) ?? place();
      here.children.set(name, next);
      here = next;
    }
    here.isList = true;
    return here;
  });
  return { top, ends };
}
