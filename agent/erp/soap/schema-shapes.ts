import type { Content, ElementShape, QName } from './shapes.ts';

/**
 * Turns the schema trees that the soap package parsed into plain shapes.
 * A named type is turned once and shared, so types that contain themselves end.
 */

/** The part of the soap package's parsed elements that is read here. */
export interface SchemaNode {
  /** The tag, e.g. `complexType`; missing where the package removed it. */
  name?: string;
  nsName?: string;
  children?: SchemaNode[];
  xmlns?: Record<string, string>;
  schemaXmlns?: Record<string, string>;
  $name?: string;
  $type?: string;
  $ref?: string;
  $base?: string;
  $form?: string;
  $minOccurs?: string;
  $maxOccurs?: string;
}
export interface Schema {
  elements: Record<string, SchemaNode>;
  complexTypes: Record<string, SchemaNode>;
  types: Record<string, SchemaNode>;
  groups: Record<string, SchemaNode>;
  xmlns?: Record<string, string>;
  $elementFormDefault?: string;
}
export type Schemas = Record<string, Schema>;

const XSD = 'http://www.w3.org/2001/XMLSchema';
const ANY: Content = { kind: 'elements', children: [], open: true };
const TEXT: Content = { kind: 'text' };

const tagOf = (node: SchemaNode): string => (node.name ?? node.nsName ?? '').replace(/^.*:/, '');
const own = <T>(table: Record<string, T>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

const occurs = (text: string | undefined): number =>
  text === undefined ? 1 : text === 'unbounded' ? Number.POSITIVE_INFINITY : Number.parseInt(text, 10);

interface Particles {
  children: ElementShape[];
  open: boolean;
}

export class SchemaShapes {
  readonly #schemas: Schemas;
  readonly #definitionsXmlns: Record<string, string>;
  readonly #types = new Map<string, Content>();
  readonly #elements = new Map<string, Content>();
  /** Elements whose type is looked up after the type around them is complete. */
  readonly #unsettled: (() => void)[] = [];

  constructor(schemas: Schemas, definitionsXmlns: Record<string, string>) {
    this.#schemas = schemas;
    this.#definitionsXmlns = definitionsXmlns;
  }

  /** A global element; null where no schema has it. */
  element(name: QName): ElementShape | null {
    const content = this.#elementContent(name);
    // In order, and growing while it runs: an element is settled before what refers to it.
    for (const settle of this.#unsettled) settle();
    this.#unsettled.length = 0;
    return content === null ? null : { name, minOccurs: 1, maxOccurs: 1, content: content() };
  }

  /** The content is given late, because an element may refer to itself. */
  #elementContent(name: QName): (() => Content) | null {
    const schema = own(this.#schemas, name.namespace);
    const node = schema && own(schema.elements, name.local);
    if (node === undefined) return null;
    const key = `{${name.namespace}}${name.local}`;
    if (!this.#elements.has(key)) {
      this.#elements.set(key, ANY);
      this.#unsettled.push(() => this.#elements.set(key, this.#contentOf(node, name.namespace)));
    }
    return () => this.#elements.get(key) ?? ANY;
  }

  #resolve(qname: string, node: SchemaNode, namespace: string): QName {
    const colon = qname.indexOf(':');
    const local = qname.slice(colon + 1);
    if (colon === -1) {
      // The package forgets a schema's default namespace: an own type of that name, or else one of XML Schema.
      const schema = own(this.#schemas, namespace);
      const known =
        schema !== undefined &&
        [schema.complexTypes, schema.types, schema.elements, schema.groups].some((table) =>
          Object.hasOwn(table, local),
        );
      return { namespace: known ? namespace : XSD, local };
    }
    const prefix = qname.slice(0, colon);
    const tables = [node.xmlns, node.schemaXmlns, own(this.#schemas, namespace)?.xmlns, this.#definitionsXmlns];
    for (const table of tables) {
      const found = table && own(table, prefix);
      if (found !== undefined) return { namespace: found, local };
    }
    return { namespace: '', local };
  }

  #typeContent(name: QName): Content {
    if (name.namespace === XSD) return name.local === 'anyType' ? ANY : TEXT;
    const key = `{${name.namespace}}${name.local}`;
    const known = this.#types.get(key);
    if (known !== undefined) return known;
    const schema = own(this.#schemas, name.namespace);
    if (schema === undefined) return ANY;
    const node = own(schema.complexTypes, name.local);
    if (node === undefined) return Object.hasOwn(schema.types, name.local) ? TEXT : ANY;
    const content = this.#complexContent(node, name.namespace);
    this.#types.set(key, content);
    return content;
  }

  #contentOf(node: SchemaNode, namespace: string): Content {
    if (node.$type !== undefined) return this.#typeContent(this.#resolve(node.$type, node, namespace));
    for (const child of node.children ?? []) {
      const tag = tagOf(child);
      if (tag === 'complexType') return this.#complexContent(child, namespace);
      if (tag === 'simpleType') return TEXT;
    }
    return ANY;
  }

  #complexContent(node: SchemaNode, namespace: string): Content {
    const into: Particles = { children: [], open: false };
    for (const child of node.children ?? []) {
      if (tagOf(child) === 'simpleContent') return TEXT;
      this.#particle(child, namespace, into, false);
    }
    return { kind: 'elements', ...into };
  }

  #particle(node: SchemaNode, namespace: string, into: Particles, optional: boolean): void {
    const tag = tagOf(node);
    const within = (next: boolean): void => {
      for (const child of node.children ?? []) this.#particle(child, namespace, into, next);
    };
    if (tag === 'element') this.#localElement(node, namespace, into, optional);
    else if (tag === 'any') into.open = true;
    else if (tag === 'choice') within(true);
    else if (tag === 'sequence' || tag === 'all') within(optional || node.$minOccurs === '0');
    else if (tag === 'complexContent' || tag === 'restriction') within(optional);
    else if (tag === 'extension') {
      const base = node.$base === undefined ? ANY : this.#typeContent(this.#resolve(node.$base, node, namespace));
      if (base.kind === 'elements') {
        into.children.push(...base.children);
        into.open ||= base.open;
      }
      within(optional);
    } else if (tag === 'group') {
      const name = node.$ref === undefined ? null : this.#resolve(node.$ref, node, namespace);
      const schema = name && own(this.#schemas, name.namespace);
      const group = name && schema && own(schema.groups, name.local);
      for (const child of group?.children ?? []) this.#particle(child, name?.namespace ?? namespace, into, optional);
    }
  }

  #localElement(node: SchemaNode, namespace: string, into: Particles, optional: boolean): void {
    const minOccurs = optional ? 0 : occurs(node.$minOccurs);
    const maxOccurs = occurs(node.$maxOccurs);
    let name: QName;
    let late: () => Content;
    if (node.$ref !== undefined) {
      name = this.#resolve(node.$ref, node, namespace);
      late = this.#elementContent(name) ?? (() => ANY);
    } else {
      const form = node.$form ?? own(this.#schemas, namespace)?.$elementFormDefault;
      name = { namespace: form === 'qualified' ? namespace : '', local: node.$name ?? '' };
      late = () => this.#contentOf(node, namespace);
    }
    // The same name twice in one type (two branches of a choice) is one element to us.
    if (!into.children.some((child) => child.name.local === name.local)) {
      const shape: ElementShape = { name, minOccurs, maxOccurs, content: ANY };
      into.children.push(shape);
      this.#unsettled.push(() => {
        shape.content = late();
      });
    }
  }
}
