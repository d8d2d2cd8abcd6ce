import type { XmlElement } from '../soap/xml-tree.ts';

/** What the calls of one command brought in, before it is read. */
export interface Gathered {
  /** For each step its answers: one, or one for each page or entry that it was repeated for. */
  answers: ReadonlyMap<string, readonly XmlElement[]>;
  /** For a row of a list, what the steps that are repeated for rows gave. */
  ofRow: ReadonlyMap<XmlElement, ReadonlyMap<string, XmlElement>>;
  /** Rows whose second read failed, and why. */
  rowProblems: ReadonlyMap<XmlElement, string>;
  /** The command's input. */
  input: Readonly<Record<string, unknown>>;
  /** For each bounded list of the first step, how many of its elements were not kept. */
  leftOut: readonly number[];
}

/** The name of the one call of a command without steps. */
export const MAIN = 'main';
