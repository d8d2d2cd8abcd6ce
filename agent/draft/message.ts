import type { Parts } from './leaves.ts';

/** A message of an operation, as far as the WSDL and samples tell. */
export interface Message {
  parts: Parts;
  /** It carries records of any kind: by a type that is chosen, by pairs of name and value, or as text in text. */
  isGeneric: boolean;
  /** It can be asked by any field: a place for the name of a field stands beside one for its value. */
  takesAny: boolean;
  /** Where a document is carried as text; paths are places in it. */
  payload: string | null;
  /** Pairs of name and value: where a name stands and where its value, e.g. `field[@column=TODO]/val`. */
  pairs: Pairs | null;
  /** Its parts are those of a sample. */
  isSampled: boolean;
}

/** Where rows hold their values by name. */
export interface Pairs {
  /** The row. */
  row: string;
  /** From the row, with `TODO` where the name goes. */
  value: string;
}
