import type { SaxesTagNS } from 'saxes';
import type { QName } from './shapes.ts';

/** The part of an XML Schema that decides how messages look, with every name resolved where it stands. */
export interface SchemaNode {
  /** Local name of the tag, e.g. `complexType`. */
  tag: string;
  /** Empty local name: it has none. A local element has a namespace only where its schema qualifies it. */
  name: QName;
  type: QName | null;
  ref: QName | null;
  base: QName | null;
  /** Of a global element: the one that it may take the place of. */
  substitutes: QName | null;
  /** Never sent itself, only what takes its place. */
  isAbstract: boolean;
  minOccurs: number;
  /** Infinity for `unbounded`. */
  maxOccurs: number;
  /** Of an attribute. */
  required: boolean;
  /** Of the attribute that makes a type an array of rpc/encoded: what its items are. */
  arrayOf: QName | null;
  children: SchemaNode[];
}

/** The global components of all schemas together, by `{namespace}local`. */
export interface Schemas {
  elements: Map<string, SchemaNode>;
  complexTypes: Map<string, SchemaNode>;
  simpleTypes: Map<string, SchemaNode>;
  groups: Map<string, SchemaNode>;
  /** Elements that may take the place of another one, by that one. */
  substitutes: Map<string, SchemaNode[]>;
}

export const XSD = 'http://www.w3.org/2001/XMLSchema';
export const keyOf = ({ namespace, local }: QName): string => `{${namespace}}${local}`;
export const noSchemas = (): Schemas => ({
  elements: new Map(),
  complexTypes: new Map(),
  simpleTypes: new Map(),
  groups: new Map(),
  substitutes: new Map(),
});

/** Tags that are kept with what is in them, and tags that are kept alone; the others say nothing about messages. */
const OPENED = new Set([
  ...['element', 'complexType', 'group', 'choice', 'sequence', 'all'],
  ...['complexContent', 'simpleContent', 'simpleType', 'extension', 'restriction'],
]);
/** What a restriction says about texts; its value is kept as the node's name. */
const FACETS = new Set([
  ...['enumeration', 'pattern', 'length', 'minLength', 'maxLength', 'totalDigits', 'fractionDigits'],
  ...['minInclusive', 'maxInclusive', 'minExclusive', 'maxExclusive'],
]);
const ALONE = new Set(['any', 'attribute', 'anyAttribute', 'attributeGroup', ...FACETS]);
export const isFacet = ({ tag }: SchemaNode): boolean => FACETS.has(tag);

const occurs = (text: string): number =>
  text === '' ? 1 : text === 'unbounded' ? Number.POSITIVE_INFINITY : Number.parseInt(text, 10);

/** WSDL 1.1, section 2.2: `wsdl:arrayType="impl:Message[]"`. */
function arrayTypeOf(tag: SaxesTagNS): string {
  for (const attribute of Object.values(tag.attributes)) if (attribute.local === 'arrayType') return attribute.value;
  return '';
}

/** Builds the nodes of one file from its tags. */
export class SchemaReader {
  readonly #into: Schemas;
  readonly #resolve: (prefix: string) => string | undefined;
  /** For a schema without a namespace of its own: that of the schema that includes it. */
  readonly #adopted: string;
  #namespace = '';
  #qualified = false;
  #attributesQualified = false;
  /** From the schema inwards; null for what is left out, with all that is in it. */
  readonly #open: (SchemaNode | 'schema' | null)[] = [];

  constructor(into: Schemas, adopted: string, resolve: (prefix: string) => string | undefined) {
    this.#into = into;
    this.#adopted = adopted;
    this.#resolve = resolve;
  }

  /** The namespace that what is included here belongs to. */
  get namespace(): string {
    return this.#namespace;
  }

  open(tag: SaxesTagNS): void {
    const around = this.#open.at(-1);
    if (around === undefined) {
      if (tag.uri !== XSD || tag.local !== 'schema') return;
      this.#namespace = tag.attributes.targetNamespace?.value ?? this.#adopted;
      this.#qualified = tag.attributes.elementFormDefault?.value === 'qualified';
      this.#attributesQualified = tag.attributes.attributeFormDefault?.value === 'qualified';
      this.#open.push('schema');
    } else if (tag.uri === XSD && tag.local === 'redefine' && around === 'schema') {
      this.#open.push('schema');
    } else this.#open.push(around === null ? null : this.#node(tag, around));
  }

  close(): void {
    this.#open.pop();
  }

  #node(tag: SaxesTagNS, around: SchemaNode | 'schema'): SchemaNode | null {
    const opened = OPENED.has(tag.local);
    if (tag.uri !== XSD || !(opened || ALONE.has(tag.local))) return null;
    const at = (name: string): string => tag.attributes[name]?.value ?? '';
    const global = around === 'schema';
    const usual = tag.local === 'attribute' ? this.#attributesQualified : this.#qualified;
    const form = at('form') === '' ? usual : at('form') === 'qualified';
    const node: SchemaNode = {
      tag: tag.local,
      name: {
        namespace: global || form ? this.#namespace : '',
        local: at(FACETS.has(tag.local) ? 'value' : 'name'),
      },
      type: this.#qname(at('type')),
      ref: this.#qname(at('ref')),
      base: this.#qname(at('base')),
      substitutes: this.#qname(at('substitutionGroup')),
      isAbstract: ['true', '1'].includes(at('abstract')),
      minOccurs: occurs(at('minOccurs')),
      maxOccurs: occurs(at('maxOccurs')),
      required: at('use') === 'required',
      arrayOf: this.#qname(arrayTypeOf(tag).replace(/\[.*$/, '')),
      children: [],
    };
    if (global) this.#keep(node);
    else around.children.push(node);
    return opened ? node : null;
  }

  #keep(node: SchemaNode): void {
    const key = keyOf(node.name);
    if (node.tag === 'element') {
      this.#into.elements.set(key, node);
      if (node.substitutes !== null) {
        const head = keyOf(node.substitutes);
        this.#into.substitutes.set(head, [...(this.#into.substitutes.get(head) ?? []), node]);
      }
    } else if (node.tag === 'complexType') this.#into.complexTypes.set(key, node);
    else if (node.tag === 'simpleType') this.#into.simpleTypes.set(key, node);
    else if (node.tag === 'group') this.#into.groups.set(key, node);
  }

  #qname(text: string): QName | null {
    if (text === '') return null;
    const colon = text.indexOf(':');
    const [prefix, local] = [text.slice(0, Math.max(colon, 0)), text.slice(colon + 1)];
    const namespace = this.#resolve(prefix) ?? '';
    // What an included schema says without a prefix belongs to the schema that includes it.
    return namespace === '' && prefix === '' ? { namespace: this.#namespace, local } : { namespace, local };
  }
}
