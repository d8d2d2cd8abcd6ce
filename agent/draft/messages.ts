import type { CommandName } from '#contracts/commands';
import { decodeXml } from '../erp/soap/decode.ts';
import type { ElementShape, OperationShape } from '../erp/soap/shapes.ts';
import type { XmlElement } from '../erp/soap/xml-tree.ts';
import { atOnce } from '../erp/steps.ts';
import { chooserFor, type DerivedTypes, documentIn, filterOf, pairsOf } from './generic.ts';
import { type Choose, type Group, once, type Parts, partsOf } from './leaves.ts';
import type { Message } from './message.ts';
import { partsOfSample } from './sample-parts.ts';
import type { Sample, Samples } from './samples.ts';

/** What the messages of an operation hold for a command. */
export interface Messages {
  /** A sample answer of this operation was given for this command. */
  isSampled(command: CommandName, shape: OperationShape): boolean;
  requestOf(command: CommandName, shape: OperationShape): Message;
  responseOf(command: CommandName, shape: OperationShape): Message;
}

/** The document that a text holds; null where it holds none. */
function documentOf(text: string): XmlElement | null {
  if (!text.trimStart().startsWith('<')) return null;
  const decoded = atOnce(decodeXml(new TextEncoder().encode(text.trim()), 'text/xml; charset=utf-8'));
  return decoded.ok ? decoded.root : null;
}

const withValues = (parts: Parts, samples: Samples): Parts =>
  samples.values.size === 0
    ? parts
    : {
        ...parts,
        leaves: parts.leaves.map((leaf) => ({
          ...leaf,
          values: samples.values.get(leaf.path.split('/').at(-1)?.replace('@', '') ?? '') ?? [],
        })),
        lists: parts.lists.map((list): Group => ({ ...list, parts: once(() => withValues(list.parts(), samples)) })),
      };

/** What the WSDL has at a path of names alone, whatever selects among them; null where it has nothing. */
function reached(shape: ElementShape, path: string): ElementShape | null {
  let here: ElementShape | undefined = shape;
  for (const step of path.split(/\/(?![^[]*\])/)) {
    const name = step.replace(/\[.*$/, '');
    if (here === undefined || here.content.kind !== 'elements') return null;
    if (name.startsWith('@'))
      return (here.content.attributes ?? []).some((one) => `@${one.name.local}` === name) ? here : null;
    here = here.content.children.find((child) => child.name.local === name);
  }
  return here ?? null;
}

/** Which places of a sample the WSDL has too. */
const listed = (parts: Parts, shape: ElementShape): Parts => ({
  ...parts,
  leaves: parts.leaves.map((leaf) => ({ ...leaf, unlisted: reached(shape, leaf.path) === null })),
  lists: parts.lists.map((list): Group => {
    const row = reached(shape, list.path);
    return row === null ? list : { ...list, unlisted: false, parts: () => listed(list.parts(), row) };
  }),
});

/** Names of the sample first, since the ERP did send them; then what only the schema has. */
function together(sample: Parts, schema: Parts): Parts {
  const paths = new Set([...sample.leaves, ...sample.lists].map(({ path }) => path));
  const both = (list: Group): Group => {
    const same = schema.lists.find(({ path }) => path === list.path);
    return same === undefined
      ? list
      : { ...list, unlisted: same.unlisted, parts: () => together(list.parts(), same.parts()) };
  };
  const known = new Map(schema.leaves.map((leaf) => [leaf.path, leaf]));
  const fromSample = sample.leaves.map((leaf) => {
    const same = known.get(leaf.path);
    return same === undefined ? leaf : { ...same, values: leaf.values };
  });
  return {
    ...schema,
    leaves: [
      ...fromSample,
      ...schema.leaves.filter(({ path }) => !paths.has(path)).map((leaf) => ({ ...leaf, isUnseen: true })),
    ],
    lists: [...sample.lists.map(both), ...schema.lists.filter(({ path }) => !paths.has(path))],
  };
}

/** Whether a path is a list of the schema, the paths of lists within lists told from their list. */
const isListOf =
  (parts: Parts) =>
  (path: string): boolean => {
    let here = parts;
    let rest = path;
    for (;;) {
      const exact = here.lists.find((list) => list.path === rest);
      if (exact !== undefined) return true;
      const above = here.lists.find((list) => rest.startsWith(`${list.path}/`));
      if (above === undefined) return false;
      rest = rest.slice(above.path.length + 1);
      here = above.parts();
    }
  };

function fromWsdl(shape: ElementShape, choose: Choose): Message {
  const parts = partsOf(shape, choose);
  // Beside a record of a known type, pairs hold what the type does not have.
  const pairs = parts.isChosen ? null : pairsOf(parts);
  const payload = documentIn(parts);
  const isGeneric = parts.isChosen || pairs !== null || payload !== null;
  const takesAny =
    filterOf(parts) !== null ||
    payload !== null ||
    parts.leaves.some(({ name }) => /^(?:filter|where|query)$/i.test(name)) ||
    pairs !== null;
  return { parts, isGeneric, takesAny, payload, pairs, isSampled: false };
}

function fromSamples(shape: ElementShape, known: Message, given: readonly Sample[], samples: Samples): Message {
  const roots = given.map(({ root }) => root);
  if (roots.length === 0) return { ...known, parts: withValues(known.parts, samples) };
  const sampled = partsOfSample(roots, isListOf(known.parts));
  const holder = sampled.leaves.find(({ values }) => values.some((value) => documentOf(value) !== null));
  if (holder !== undefined) {
    const documents = holder.values.flatMap((value) => documentOf(value) ?? []);
    return { ...known, parts: partsOfSample(documents), isGeneric: true, payload: holder.path, isSampled: true };
  }
  if (!known.isGeneric) return { ...known, parts: withValues(known.parts, samples) };
  // What the pairs hold, only the sample can tell.
  const parts = known.pairs !== null ? listed(sampled, shape) : together(sampled, known.parts);
  return { ...known, parts, isSampled: true };
}

export function messagesOf(samples: Samples, derived: DerivedTypes): Messages {
  const given = (command: CommandName, shape: OperationShape): Sample[] =>
    samples.answers.filter(({ command: of, root }) => of === command && isOf(root, shape.response));
  const chooser = (command: CommandName): Choose => chooserFor(command.split('.')[0] ?? '', derived);
  const known = new Map<string, Map<ElementShape, Message>>();
  /** The same for all commands of a record. */
  const kept = (command: CommandName, shape: ElementShape): Message => {
    const noun = command.split('.')[0] ?? '';
    const of = known.get(noun) ?? new Map<ElementShape, Message>();
    const message = of.get(shape) ?? fromWsdl(shape, chooser(command));
    known.set(noun, of.set(shape, message));
    return message;
  };
  return {
    isSampled: (command, shape) => given(command, shape).length > 0 && hasValues(given(command, shape)),
    requestOf: (command, shape) => {
      const message = kept(command, shape.request);
      return { ...message, parts: withValues(message.parts, samples) };
    },
    responseOf: (command, shape) =>
      fromSamples(shape.response, kept(command, shape.response), given(command, shape), samples),
  };
}

/** Operations of several services may have answers of the same name: what is in them tells which. */
function isOf(root: XmlElement, shape: ElementShape, depth = 0): boolean {
  if (root.name !== shape.name.local) return false;
  const { content } = shape;
  if (content.kind !== 'elements' || content.open || depth > 1) return true;
  return root.children.every((child) => {
    const known = content.children.find(({ name }) => name.local === child.name);
    return known !== undefined && isOf(child, known, depth + 1);
  });
}

/** An answer that found nothing shows nothing. */
const hasValues = (given: readonly Sample[]): boolean =>
  given.some(({ root }) => {
    const texts: string[] = [];
    const walk = (element: XmlElement): void => {
      const text = element.text.trim();
      if (element.children.length === 0 && text !== '') texts.push(text);
      if (text.startsWith('<')) texts.push(text);
      for (const child of element.children) walk(child);
    };
    walk(root);
    return texts.length > 1;
  });
