import { isFacet, keyOf, type SchemaNode, type Schemas, XSD } from './schema-nodes.ts';
import { type Around, attributesOf, nothing, ONCE, type Particles } from './schema-particles.ts';
import type { Content, ElementShape, QName } from './shapes.ts';
import { WsdlRefused } from './wsdl-scan.ts';

/**
 * Turns schema nodes into plain shapes.
 * A named type is turned once and shared, so types that contain themselves end.
 */
const ANY: Content = { kind: 'elements', children: [], open: true };
const TEXT: Content = { kind: 'text' };

const SOAP_ARRAY = 'http://schemas.xmlsoap.org/soap/encoding/';

export class SchemaShapes {
  readonly #schemas: Schemas;
  readonly #types = new Map<string, Content>();
  /** Types that are being turned; one that is met again among its own bases has no end. */
  readonly #turning = new Set<string>();
  readonly #elements = new Map<string, Content>();
  /** Elements whose type is looked up after the type around them is complete. */
  readonly #unsettled: (() => void)[] = [];

  constructor(schemas: Schemas) {
    this.#schemas = schemas;
  }

  /** A global element; null where no schema has it. */
  element(name: QName): ElementShape | null {
    const content = this.#elementContent(name);
    this.#settle();
    const type = this.#schemas.elements.get(keyOf(name))?.type ?? null;
    return content === null ? null : { name, minOccurs: 1, maxOccurs: 1, content: content(), type };
  }

  /** A named type; null where no schema has it. */
  type(name: QName): Content | null {
    const key = keyOf(name);
    const known = name.namespace === XSD || this.#schemas.complexTypes.has(key) || this.#schemas.simpleTypes.has(key);
    const content = known ? this.#typeContent(name) : null;
    this.#settle();
    return content;
  }

  /** In order, and growing while it runs: an element is settled before what refers to it. */
  #settle(): void {
    for (const settle of this.#unsettled) settle();
    this.#unsettled.length = 0;
  }

  /** The content is given late, because an element may refer to itself. */
  #elementContent(name: QName): (() => Content) | null {
    const key = keyOf(name);
    const node = this.#schemas.elements.get(key);
    if (node === undefined) return null;
    if (!this.#elements.has(key)) {
      this.#elements.set(key, ANY);
      this.#unsettled.push(() => this.#elements.set(key, this.#contentOf(node)));
    }
    return () => this.#elements.get(key) ?? ANY;
  }

  #typeContent(name: QName): Content {
    if (name.namespace === XSD) return name.local === 'anyType' ? ANY : this.#primitive(name.local);
    // The encoding's own types (soapenc:string) are those of XML Schema with attributes of their own.
    if (name.namespace === SOAP_ARRAY && name.local !== 'Array') return this.#primitive(name.local);
    const key = keyOf(name);
    const known = this.#types.get(key);
    if (known !== undefined) return known;
    if (this.#turning.has(key)) throw new WsdlRefused(`the type ${key} is made from itself`);
    this.#turning.add(key);
    const node = this.#schemas.complexTypes.get(key);
    const simple = this.#schemas.simpleTypes.get(key);
    const content = node !== undefined ? this.#complexContent(node) : simple === undefined ? ANY : this.#simple(simple);
    this.#turning.delete(key);
    this.#types.set(key, content);
    return content;
  }

  readonly #primitives = new Map<string, Content>();
  #primitive(local: string): Content {
    const known = this.#primitives.get(local) ?? { kind: 'text', primitive: local };
    this.#primitives.set(local, known);
    return known;
  }

  /** A list or union of types is text of no certain kind. */
  #simple(node: SchemaNode): Content {
    const restriction = node.children.find(({ tag }) => tag === 'restriction');
    const base = restriction?.base ?? null;
    const content = base === null ? TEXT : this.#typeContent(base);
    const facets = (restriction?.children ?? []).filter(isFacet).map(({ tag, name }) => `${tag}=${name.local}`);
    return content.kind === 'text' && facets.length > 0 ? { ...content, facets } : content;
  }

  #contentOf(node: SchemaNode): Content {
    if (node.type !== null) return this.#typeContent(node.type);
    for (const child of node.children) {
      if (child.tag === 'complexType') return this.#complexContent(child);
      if (child.tag === 'simpleType') return this.#simple(child);
    }
    return ANY;
  }

  #complexContent(node: SchemaNode): Content {
    const into = nothing();
    for (const child of node.children) {
      if (child.tag === 'simpleContent') return this.#simpleContent(child);
      this.#particle(child, into, ONCE);
    }
    const { children, open, arrayOf } = into;
    const content: Content = { kind: 'elements', children, open, ...attributesOf(into) };
    return arrayOf === null || children.length > 0 ? content : this.#array(content, arrayOf);
  }

  /** An array of rpc/encoded names the type of its items and not how they are called; most servers take any name. */
  #array(content: Extract<Content, { kind: 'elements' }>, arrayOf: QName): Content {
    const item: ElementShape = {
      name: { namespace: '', local: 'item' },
      minOccurs: 0,
      maxOccurs: Number.POSITIVE_INFINITY,
      content: ANY,
      type: arrayOf,
    };
    this.#unsettled.push(() => {
      item.content = this.#typeContent(arrayOf);
    });
    return { ...content, children: [item], open: true, arrayOf };
  }

  /** Text with attributes. */
  #simpleContent(node: SchemaNode): Content {
    const into = nothing();
    const [derived] = node.children;
    for (const child of derived?.children ?? []) this.#particle(child, into, ONCE);
    const base = derived?.base ? this.#typeContent(derived.base) : TEXT;
    const primitive = base.kind === 'text' && base.primitive !== undefined ? { primitive: base.primitive } : {};
    const inherited = base.attributes ?? [];
    return { kind: 'text', ...primitive, ...attributesOf({ ...into, attributes: [...inherited, ...into.attributes] }) };
  }

  #particle(node: SchemaNode, into: Particles, around: Around): void {
    const within = (next: Around): void => {
      for (const child of node.children) this.#particle(child, into, next);
    };
    switch (node.tag) {
      case 'element':
        this.#localElement(node, into, around);
        break;
      case 'any':
        into.open = true;
        break;
      case 'attribute':
        if (node.arrayOf !== null) into.arrayOf = node.arrayOf;
        else into.attributes.push({ name: node.ref ?? node.name, required: node.required });
        break;
      case 'anyAttribute':
      case 'attributeGroup':
        into.anyAttribute = true;
        break;
      case 'choice':
        within({ optional: true, repeated: around.repeated || node.maxOccurs > 1 });
        break;
      case 'sequence':
      case 'all':
        within({
          optional: around.optional || node.minOccurs === 0,
          // Several elements that come again and again in turn cannot be said; one alone can.
          repeated: around.repeated || (node.maxOccurs > 1 && node.children.length === 1),
        });
        break;
      case 'complexContent':
      case 'restriction':
        within(around);
        break;
      case 'extension': {
        const base = node.base === null ? ANY : this.#typeContent(node.base);
        if (base.kind === 'elements') {
          for (const child of base.children) {
            into.children.push(child);
            into.names.add(keyOf(child.name));
          }
          into.open ||= base.open;
        }
        into.attributes.push(...(base.attributes ?? []));
        into.anyAttribute ||= base.anyAttribute === true;
        within(around);
        break;
      }
      case 'group': {
        const key = node.ref === null ? '' : keyOf(node.ref);
        if (into.groups.has(key)) break;
        into.groups.add(key);
        const group = this.#schemas.groups.get(key);
        for (const child of group?.children ?? []) this.#particle(child, into, around);
      }
    }
  }

  #localElement(node: SchemaNode, into: Particles, around: Around): void {
    const { ref } = node;
    const substitutes = ref === null ? [] : (this.#schemas.substitutes.get(keyOf(ref)) ?? []);
    const optional = around.optional || substitutes.length > 0;
    const isAbstract = ref !== null && this.#schemas.elements.get(keyOf(ref))?.isAbstract === true;
    if (!(isAbstract && substitutes.length > 0)) this.#oneElement(node, into, { ...around, optional });
    // What takes its place stands there by its own name, and may have substitutes itself.
    for (const { name } of substitutes) {
      if (!into.names.has(keyOf(name))) this.#localElement({ ...node, ref: name }, into, { ...around, optional: true });
    }
  }

  #oneElement(node: SchemaNode, into: Particles, { optional, repeated }: Around): void {
    const { ref } = node;
    const maxOccurs = repeated ? Number.POSITIVE_INFINITY : node.maxOccurs;
    const name = ref ?? node.name;
    const late = ref === null ? () => this.#contentOf(node) : (this.#elementContent(ref) ?? (() => ANY));
    // The same name twice in one type (two branches of a choice) is one element to us.
    if (into.names.has(keyOf(name))) return;
    into.names.add(keyOf(name));
    const type = ref === null ? node.type : (this.#schemas.elements.get(keyOf(ref))?.type ?? null);
    const shape: ElementShape = { name, minOccurs: optional ? 0 : node.minOccurs, maxOccurs, content: ANY, type };
    into.children.push(shape);
    this.#unsettled.push(() => {
      shape.content = late();
    });
  }
}
