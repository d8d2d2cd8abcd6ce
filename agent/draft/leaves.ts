import type { Content, ElementShape, QName } from '../erp/soap/shapes.ts';
import { speaksOf } from './names.ts';

/** A place in a message that may hold one value, as a draft may name it. */
export interface Leaf {
  /** From the base down. */
  path: string;
  /** What it is called; of a place that is called `value`, what stands around it is called. */
  name: string;
  /** Names of the elements between the base and it. */
  around: readonly string[];
  /** Of XML Schema, e.g. `date`; empty where it is not known. */
  primitive: string;
  /** What the schema lists as its words. */
  words: readonly string[];
  /** What it held in samples. */
  values: readonly string[];
  required: boolean;
  /** The nearest element around it that may be left out; empty where there is none. */
  optional: string;
  /** The WSDL does not name it. */
  unlisted: boolean;
  /** The WSDL names it, and a sample of the message does not have it. */
  isUnseen?: boolean;
  /** A value that occurs more than once. */
  repeats: boolean;
}

/** An element with elements in it. */
export interface Group {
  path: string;
  name: string;
  unlisted: boolean;
  required: boolean;
  /** The nearest element around it that may be left out; empty where there is none. */
  optional: string;
  /** What is in it, asked for when it is looked at: some WSDLs are very large. */
  parts(): Parts;
}

/** What a message consists of, down to its lists. */
export interface Parts {
  leaves: readonly Leaf[];
  lists: readonly Group[];
  /** Elements that occur once, near the base: what holds one record. */
  groups: readonly Group[];
  /** Places where a derived type was chosen, `path` → type. */
  types: ReadonlyMap<string, QName>;
  /** Required attributes of places, `path` → names. */
  attributes: ReadonlyMap<string, readonly string[]>;
  /** A type was chosen because it speaks of the record that is meant. */
  isChosen: boolean;
  /** Attributes of the base itself. */
  namers: readonly string[];
}

export interface Derived {
  name: QName;
  content: Content;
  /** It speaks of the record that is meant; else it is only how records are referred to. */
  speaks?: boolean;
}
/** The type that takes the place of an abstract one, where the schema has several; null to leave it as it is. */
export type Choose = (declared: QName) => Derived | null;

/** Looked at by several commands, and worked out once. */
export function once<T>(work: () => T): () => T {
  let done: { value: T } | null = null;
  return () => {
    done ??= { value: work() };
    return done.value;
  };
}

const DEPTH_MAX = 6;
const GROUP_DEPTH_MAX = 2;
/** The largest message of the ERPs we know has 2,800 places down to its lists. */
const PLACES_MAX = 4000;

/** Names that say only that something is held: what is held, the element around says. */
const HOLDS = /^(?:value|val|searchvalue|wert|valeur|valor|waarde|content|_)$/i;

export const named = (own: string, around: readonly string[]): string =>
  HOLDS.test(own) && around.length > 0 ? (around.at(-1) ?? own) : own;

const textOf = (content: Content): Pick<Leaf, 'primitive' | 'words'> =>
  content.kind === 'text'
    ? {
        primitive: content.primitive ?? '',
        words: (content.facets ?? []).flatMap((facet) =>
          facet.startsWith('enumeration=') ? [facet.slice('enumeration='.length)] : [],
        ),
      }
    : { primitive: '', words: [] };

/** What says which value it is that stands beside it. */
export const isNamer = (name: string): boolean =>
  speaksOf(name, 'field') > 0 ||
  speaksOf(name, 'name') > 0 ||
  /^(?:script|field|column|attr)?(?:id|key|code|param|parameter)$/i.test(name);

/** A list whose rows are one value each is a value to us, e.g. a column of a search. */
const isValueAlone = (shape: ElementShape): boolean =>
  shape.content.kind === 'elements' &&
  shape.content.children.length <= 2 &&
  !(shape.content.attributes ?? []).some(({ name }) => isNamer(name.local)) &&
  shape.content.children.some(({ name }) => HOLDS.test(name.local));

/** Attributes that name a record: the others say how it is written. */
export const isKeyAttribute = (name: string): boolean =>
  /(?:^|[a-z_])(?:id|ID|Id|key|Key|No|Nr|Num|number|Number)$/.test(name);

interface Open {
  content: Content;
  path: string;
  around: readonly string[];
  unlisted: boolean;
  optional: string;
  above: readonly Content[];
}

/** What is in a message, nearest first. Types may contain themselves: bounded in depth and number. */
export function partsOf(base: ElementShape, choose: Choose = () => null): Parts {
  return walked(base.content, false, choose);
}

function walked(content: Content, unlisted: boolean, choose: Choose): Parts {
  const leaves: Leaf[] = [];
  const lists: Group[] = [];
  const groups: Group[] = [];
  const types = new Map<string, QName>();
  let isChosen = false;
  const attributes = new Map<string, readonly string[]>();
  const queue: Open[] = [{ content, path: '', around: [], unlisted, optional: '', above: [] }];
  const next: Open[] = [];
  for (let at = 0; leaves.length < PLACES_MAX; ) {
    const wrapped = next.pop();
    const here = wrapped ?? queue[at];
    if (here === undefined) break;
    if (wrapped === undefined) at += 1;
    const within = (name: string): string => (here.path === '' ? name : `${here.path}/${name}`);
    for (const { name, required } of here.content.attributes ?? []) {
      if (required) attributes.set(here.path, [...(attributes.get(here.path) ?? []), name.local]);
      if (here.content.kind !== 'elements' || !isKeyAttribute(name.local)) continue;
      const path = within(`@${name.local}`);
      leaves.push(leafOf(path, name.local, here, { primitive: '', words: [] }, { required: false, repeats: false }));
    }
    if (here.content.kind !== 'elements') continue;
    for (const child of here.content.children) {
      const path = within(child.name.local);
      const repeats = child.maxOccurs > 1;
      if (child.content.kind === 'text') {
        const required = child.minOccurs > 0;
        leaves.push(leafOf(path, child.name.local, here, textOf(child.content), { required, repeats }));
        continue;
      }
      const chosen = child.type ? choose(child.type) : null;
      if (chosen !== null) {
        types.set(path, chosen.name);
        isChosen ||= chosen.speaks === true;
        const kind = chosen.content.attributes?.find(({ name }) => name.local === 'type');
        if (kind !== undefined) attributes.set(path, [kind.name.local]);
      }
      const inner = chosen?.content ?? child.content;
      const isUnlisted = here.unlisted || chosen !== null;
      const asked = { required: child.minOccurs > 0, optional: here.optional };
      if (repeats && !isValueAlone(child))
        lists.push({
          path,
          name: child.name.local,
          unlisted: here.unlisted,
          ...asked,
          parts: once(() => walked(inner, isUnlisted, choose)),
        });
      else {
        const isNear = here.above.length < GROUP_DEPTH_MAX;
        if (isNear)
          groups.push({
            path,
            name: child.name.local,
            unlisted: here.unlisted,
            ...asked,
            parts: once(() => walked(inner, isUnlisted, choose)),
          });
        if (here.above.length >= DEPTH_MAX || here.above.includes(inner)) continue;
        const open: Open = {
          content: inner,
          path,
          around: [...here.around, child.name.local],
          unlisted: isUnlisted,
          optional: child.minOccurs > 0 ? here.optional : path,
          above: [...here.above, here.content],
        };
        // What only wraps a value, or names a record, is as near as what it stands in.
        if (isValueAlone(child) || (child.content.kind === 'elements' && child.content.children.length <= 1))
          next.push(open);
        else queue.push(open);
      }
    }
  }
  const namers = (content.attributes ?? []).map(({ name }) => name.local);
  return { leaves, lists, groups, types, attributes, isChosen, namers };
}

function leafOf(
  path: string,
  own: string,
  { around, unlisted, optional }: Open,
  text: Pick<Leaf, 'primitive' | 'words'>,
  rest: Pick<Leaf, 'required' | 'repeats'>,
): Leaf {
  const name = named(own, around);
  const kept = (name === own ? around : around.slice(0, -1)).filter((each) => !HOLDS.test(each));
  return { path, name, around: kept, values: [], optional, unlisted, ...text, ...rest };
}
