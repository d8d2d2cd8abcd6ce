/** A mistake in a connector document, with its place from the top, e.g. `commands`, `order.list`, `request`. */
export interface Problem {
  path: readonly string[];
  text: string;
}
