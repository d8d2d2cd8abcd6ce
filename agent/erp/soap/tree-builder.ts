import type { SaxesTagNS } from 'saxes';
import { type Keep, type Place, placesOf } from './kept-rows.ts';
import type { XmlAttribute, XmlElement } from './xml-tree.ts';

/** 64: the deepest answer of the ERPs we know has 14 levels. */
const DEPTH_MAX = 64;
/**
 * One text, comment or attribute: 1 Mi characters. The contract's longest field has 300, and a parser that puts a text
 * together from single characters needs some 30 bytes for each.
 */
export const TEXT_CHARS_MAX = 1024 * 1024;
/** Many declarations on one element slow every name look-up down. */
const ATTRIBUTES_MAX = 100;

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

/** Most elements are leaves: they share one empty list, which nobody may add to. */
const NO_CHILDREN: XmlElement[] = [];

/** Why a document is refused; `tooLarge` where it is only more of it than may be kept. */
export class Refused extends Error {
  readonly tooLarge: boolean;
  constructor(problem: string, tooLarge = false) {
    super(problem);
    this.tooLarge = tooLarge;
  }
}

export const tooLong = (): Refused => new Refused(`a text of more than ${TEXT_CHARS_MAX} characters`, true);

/** Makes the tree of a document from its tags and texts, as far as it is kept. Throws Refused. */
export interface TreeBuilder {
  /** Called before the tag that has the attribute. */
  countAttribute(): void;
  openTag(tag: SaxesTagNS): void;
  addText(text: string): void;
  closeTag(): void;
  root(): XmlElement;
  /** For each list, how many of its elements were not kept. */
  leftOut(): number[];
}

const XMLNS = 'http://www.w3.org/2000/xmlns/';

/** Notes the attributes of a tag on its element, declarations of namespaces left out. @returns how many */
function keepAttributes(attributes: SaxesTagNS['attributes'], element: XmlElement): number {
  const kept: XmlAttribute[] = [];
  for (const written in attributes) {
    const attribute = attributes[written];
    if (attribute === undefined || attribute.uri === XMLNS) continue;
    const { local: name, uri: namespace, value } = attribute;
    if (name === 'nil' && namespace === XSI) element.nil = value === 'true' || value === '1';
    kept.push({ name, namespace, value });
  }
  if (kept.length > 0) element.attributes = kept;
  return kept.length;
}

export function treeBuilder({ lists, rowsMax, elementsMax }: Keep): TreeBuilder {
  const { top: topPlace, ends } = placesOf(lists);
  const top: XmlElement = { name: '', namespace: '', text: '', children: NO_CHILDREN, nil: false };
  let here = top;
  let place: Place | undefined = topPlace;
  let kept = 0;
  /** Of the tag that is being read. */
  let attributes = 0;
  /** How deep we are in an element that is not kept, itself included. */
  let skipped = 0;
  const elements: XmlElement[] = [top];
  const places: (Place | undefined)[] = [place];

  return {
    countAttribute() {
      attributes += 1;
      if (attributes > ATTRIBUTES_MAX) throw new Refused(`more than ${ATTRIBUTES_MAX} attributes on an element`);
    },
    openTag(tag) {
      if (elements.length + skipped > DEPTH_MAX) throw new Refused(`deeper than ${DEPTH_MAX} levels`);
      const hasAttributes = attributes > 0;
      attributes = 0;
      if (skipped > 0) {
        skipped += 1;
        return;
      }
      const inside = place?.children.get(tag.local);
      if (inside?.isList) {
        inside.seen += 1;
        if (inside.seen > rowsMax) {
          skipped = 1;
          return;
        }
      }
      kept += 1;
      if (kept > elementsMax) throw new Refused(`more than ${elementsMax} elements`, true);
      const element: XmlElement = { name: tag.local, namespace: tag.uri, text: '', children: NO_CHILDREN, nil: false };
      // An attribute costs as much as an element, and counts as one.
      if (hasAttributes) kept += keepAttributes(tag.attributes, element);
      if (here.children === NO_CHILDREN) {
        here.text = '';
        here.children = [];
      }
      here.children.push(element);
      elements.push(element);
      places.push(inside);
      here = element;
      place = inside;
    },
    addText(text) {
      if (skipped > 0 || here.children !== NO_CHILDREN) return;
      here.text += text;
      if (here.text.length > TEXT_CHARS_MAX) throw tooLong();
    },
    closeTag() {
      if (skipped > 0) {
        skipped -= 1;
        return;
      }
      elements.pop();
      places.pop();
      here = elements[elements.length - 1] ?? top;
      place = places[places.length - 1];
    },
    root() {
      const [root] = top.children;
      if (root === undefined) throw new Refused('no element');
      return root;
    },
    leftOut: () => ends.map(({ seen }) => Math.max(seen - rowsMax, 0)),
  };
}
