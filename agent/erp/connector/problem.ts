/** A mistake in a connector document, with its place from the top, e.g. `commands`, `order.list`, `request`. */
export interface Problem {
  path: readonly string[];
  /** What is wrong, and how to mend it where that is not plain. */
  text: string;
  /** It may be used all the same; left out for a mistake. */
  isWarning?: boolean;
  /** The key of the verdict that an answer does not have; said once where several do not. */
  of?: string;
}
