/**
 * Where a document reads and sends each field: what a draft is compared by. A place is right where its author has the
 * field there too, in any of the ways in which a document can say so: one of several paths, a value of an expression,
 * a value of a template.
 */
export interface Places {
  /** The operations of a command's calls. */
  operations: ReadonlySet<string>;
  /** Field → where it is read or sent; `<` before what is sent. */
  fields: ReadonlyMap<string, ReadonlySet<string>>;
}

type Tree = Record<string, unknown>;
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Without prefixes, so that `core:status` and `status` are one place. */
const bare = (path: string): string =>
  path
    .replace(/^\//, '')
    .split(/\/(?![^[]*\])/)
    .map((step) => step.replace(/^(@?)[\w.-]+:/, '$1').replace(/\[(@?)[\w.-]+:/, '[$1'))
    .join('/');

type Found = Map<string, Set<string>>;
const note = (found: Found, field: string, place: string): void => {
  if (!place.includes('TODO')) found.set(field, (found.get(field) ?? new Set()).add(place));
};
const pathsOf = (path: unknown): string[] => [path].flat().map((one) => bare(String(one)));

function readIn(fields: unknown, around: string, above: readonly string[], found: Found): void {
  if (!isTree(fields)) return;
  for (const [field, entry] of Object.entries(fields)) {
    if (!isTree(entry)) continue;
    const places = isTree(entry.with) ? Object.values(entry.with).filter(isTree) : [entry];
    for (const { path } of places)
      if (path !== undefined)
        for (const one of pathsOf(path)) for (const each of above) note(found, `${around}${field}`, `${each}${one}`);
    if (entry.each !== undefined && !String(entry.unlisted).includes('true')) {
      const rows = pathsOf(entry.each).flatMap((one) => above.map((each) => `${each}${one} > `));
      readIn(entry.fields, `${around}${field}.`, rows, found);
    } else if (entry.each !== undefined && entry.unlisted === true && isTree(entry.fields)) {
      // A list that never comes is no place.
      const rows = pathsOf(entry.each).flatMap((one) => above.map((each) => `${each}${one} > `));
      if (rows.some((row) => row.includes('/'))) readIn(entry.fields, `${around}${field}.`, rows, found);
    }
  }
}

/** `FLD` with an attribute of a fixed text is named by it, as paths of answers do. */
function stepOf(name: string, entry: Tree): string {
  const attribute = isTree(entry.fields)
    ? Object.entries(entry.fields).find(([key, value]) => key.startsWith('@') && isTree(value) && 'const' in value)
    : undefined;
  const isNamed = attribute !== undefined && /name|column/i.test(attribute[0]) && isTree(attribute[1]);
  return isNamed ? `${bare(name)}[${attribute[0]}=${String((attribute[1] as Tree).const)}]` : bare(name);
}

function sentIn(fields: unknown, around: string, above: string, found: Found): void {
  if (!isTree(fields)) return;
  for (const [name, given] of Object.entries(fields))
    for (const entry of [given].flat()) {
      if (!isTree(entry)) continue;
      const here = name === '.' ? above.replace(/\/$/, '') : `${above}${stepOf(name, entry)}`;
      const sources = isTree(entry.with) ? Object.values(entry.with).filter(isTree) : [entry];
      for (const source of sources) {
        if (typeof source.from === 'string') note(found, `< ${around}${source.from}`, here);
        if (typeof source.page === 'string') note(found, `< page ${source.page}`, here);
      }
      if (typeof entry.each === 'string' && entry.value !== undefined) note(found, `< ${entry.each}`, here);
      const inner = typeof entry.each === 'string' ? `${around}${entry.each}.` : around;
      const document = isTree(entry.xml) ? entry.xml : isTree(entry.json) ? entry.json : entry;
      sentIn(document.fields, inner, `${here}/`, found);
    }
}

export function placesOf(document: unknown): Map<string, Places> {
  const commands = isTree(document) && isTree(document.commands) ? document.commands : {};
  return new Map(
    Object.entries(commands).flatMap(([command, mapping]) => {
      if (!isTree(mapping)) return [];
      const steps = Array.isArray(mapping.steps) ? mapping.steps.filter(isTree) : [mapping];
      const fields: Found = new Map();
      readIn(mapping.answer, '', [''], fields);
      for (const step of steps) sentIn(step.request, '', '', fields);
      // Of a write in several steps, the one that writes is the one to find.
      const writes = steps.filter(({ effect }) => effect === 'write');
      const operations = new Set((writes.length > 0 ? writes : steps).map(({ operation }) => String(operation)));
      return [[command, { operations, fields }] as const];
    }),
  );
}
