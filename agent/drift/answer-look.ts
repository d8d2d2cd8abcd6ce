import type { Format } from '#contracts/connector-format';
import { readValue, TEXT } from '../erp/connector/formats.ts';
import { compilePath, elementsOn, type XmlPath } from '../erp/soap/xml-path.ts';
import type { XmlElement } from '../erp/soap/xml-tree.ts';
import { nothingSeen, type PlaceSeen } from './answer-seen.ts';
import { alongSteps, type Described, shapeAround } from './fingerprint.ts';
import { keyOfPlace, type ReadPlace, readPlaces } from './read-places.ts';

/** A place in answers, made ready to be looked at. */
export interface Watched {
  key: string;
  place: ReadPlace;
  format: Format | null;
  each: readonly XmlPath[];
  /** From the row to the element around the place. */
  lead: XmlPath;
  /** The place in that element: one step, or the attribute there. */
  path: XmlPath;
  /** Null where the WSDL does not say. */
  namespace: string | null;
  required: boolean;
  /** What the WSDL has beside it; null where anything may be there. */
  siblings: ReadonlySet<string> | null;
}

/** Rows of one answer that are looked at: enough to see a form, few enough to cost nothing. */
const ROWS_MAX = 25;

/** By service and operation: the places in their answers. */
export type WatchedPlaces = ReadonlyMap<string, readonly Watched[]>;
export const callKey = (service: string, operation: string): string => `${service} ${operation}`;

/** A place, and before it the elements that it stands in. */
function withContainers(place: ReadPlace, path: XmlPath): { place: ReadPlace; steps: number }[] {
  const text = (steps: number): string =>
    path.steps
      .slice(0, steps)
      .map(({ local }) => local)
      .join('/');
  const around = path.steps.slice(0, -1).map((_step, index) => ({
    place: { ...place, path: text(index + 1), isList: true, format: null, schema: null },
    steps: index + 1,
  }));
  return [...around, { place, steps: path.steps.length }];
}

function watchedAt(place: ReadPlace, path: XmlPath, steps: number, described: Described): Watched {
  const { document } = described;
  const around = shapeAround(place, described);
  const lead = path.steps.slice(0, Math.max(0, steps - 1));
  const parent = around === null ? null : alongSteps(around, lead).shape;
  const content = parent === null || parent === 'open' ? null : parent.content;
  const children = content?.kind === 'elements' && !content.open ? content.children : null;
  const last = path.steps.slice(Math.max(0, steps - 1), steps);
  const child = children?.find(({ name }) => name.local === last[0]?.local);
  return {
    key: keyOfPlace(place),
    place,
    format: place.isList || place.format === null ? null : (document.formats[place.format] ?? null),
    each: place.each.map((each) => compilePath(each, document.namespaces)),
    lead: { ...path, steps: lead, attribute: null },
    path: { ...path, steps: last, attribute: steps === path.steps.length ? path.attribute : null },
    namespace: child?.name.namespace ?? null,
    required: (child?.minOccurs ?? 0) > 0,
    siblings: children === null ? null : new Set(children.map(({ name }) => name.local)),
  };
}

export function watchedPlaces(described: Described): WatchedPlaces {
  const { document, services } = described;
  const by = new Map<string, Map<string, Watched>>();
  for (const whole of readPlaces(document, services)) {
    // Where an operation carries a document as text, the watch is given that document, and nothing around it.
    if (whole.touches.every(({ field }) => field === 'payload')) continue;
    const path = compilePath(whole.path, document.namespaces);
    const key = callKey(whole.service, whole.operation);
    const known = by.get(key) ?? new Map<string, Watched>();
    by.set(key, known);
    for (const { place, steps } of withContainers(whole, path)) {
      const watched = watchedAt(place, path, steps, described);
      const id = `${watched.key} ${place.format ?? ''}`;
      const before = known.get(id);
      const touches = before === undefined ? place.touches : [...before.place.touches, ...place.touches];
      known.set(id, { ...watched, place: { ...place, touches } });
    }
  }
  return new Map([...by].map(([key, watched]) => [key, [...watched.values()]]));
}

/** What is seen at one place of an answer, and two things that only one answer can tell. */
export interface Look {
  watched: Watched;
  seen: PlaceSeen;
  /** An element that the WSDL does not have stands where the place is missing. */
  stranger: string | null;
  /** The first text in another notation, as a form: letters and digits are not told. */
  badForm: string | null;
}

const formOf = (text: string): string => text.slice(0, 40).replace(/\p{L}/gu, 'a').replace(/\d/g, '9');

const decimalPlaces = (text: string, format: Extract<Format, { type: 'decimal' }>): number => {
  const at = text.lastIndexOf(format.separator);
  return at === -1 ? 0 : text.slice(at + 1).replace(/\D/g, '').length;
};

function lookAtValue(text: string, { format, place }: Watched, look: Look): void {
  const { seen } = look;
  const read = readValue(format ?? TEXT, text);
  const fits = read.ok && (read.value === null || place.schema === null || place.schema.safeParse(read.value).success);
  if (!fits) {
    seen.bad += 1;
    look.badForm ??= formOf(text);
    return;
  }
  if (!read.ok || read.value === null) return;
  seen.good += 1;
  const trimmed = text.trim();
  if (format?.type === 'decimal') seen.places.push(decimalPlaces(trimmed, format));
  if (format?.type === 'key') seen.lengths.push(trimmed.length);
  if (format?.type === 'words' || format?.type === 'flag') seen.codes.push(trimmed.slice(0, 100));
}

/** Looks at the answer of one call. Pure, and bounded by ROWS_MAX rows a list. */
export function lookAt(answer: XmlElement, places: readonly Watched[]): Look[] {
  return places.map((watched): Look => {
    const { each, lead, path, siblings, namespace } = watched;
    const look: Look = { watched, seen: nothingSeen(), stranger: null, badForm: null };
    let rows: XmlElement[] = [answer];
    for (const list of each) rows = rows.flatMap((row) => elementsOn(row, list)).slice(0, ROWS_MAX);
    for (const row of rows.flatMap((each) => elementsOn(each, lead))) {
      look.seen.rows += 1;
      const local = path.steps.at(-1)?.local;
      const found = path.steps.length === 0 ? [row] : elementsOn(row, path);
      if (found.length === 0) {
        const other = siblings === null ? undefined : row.children.find(({ name }) => !siblings.has(name));
        if (other !== undefined) look.stranger ??= other.name.slice(0, 60);
        continue;
      }
      look.seen.present += 1;
      if (namespace !== null && found.some((element) => element.name === local && element.namespace !== namespace))
        look.seen.moved += 1;
      const [element] = found;
      if (watched.place.isList || element === undefined || path.attribute !== null || element.nil) continue;
      if (element.children.length > 0) {
        look.seen.bad += 1;
        look.badForm ??= 'elements';
      } else if (element.text.trim() !== '') lookAtValue(element.text, watched, look);
    }
    const { seen } = look;
    for (const list of ['places', 'lengths'] as const) seen[list] = [...new Set(seen[list])].slice(0, 8);
    seen.codes = [...new Set(seen.codes)].slice(0, 50);
    return look;
  });
}
