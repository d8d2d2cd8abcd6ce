import type { ConnectorDocument } from '#contracts/connector';
import { escapeText } from '../erp/soap/xml-text.ts';
import { MASK } from './masking.ts';

/** Stands in for what is personal: the same in place of the same, in all cases of one recording, and of the same form. */
export interface Pseudonyms {
  /** @param isAnswer what the document does not read of an answer is masked whole */
  inXml(xml: string, names: PersonalNames, isAnswer: boolean): string;
  inInput<T>(input: T): T;
}

type Kind = 'name' | 'email' | 'phone' | 'address' | 'amount';
/** Local names of elements: those that hold something personal, and all that a document reads. */
export interface PersonalNames {
  kinds: ReadonlyMap<string, Kind>;
  read: ReadonlySet<string>;
}

/** Fields of the contract that speak of a person, or of money. */
const KINDS: Record<string, Kind> = {
  ...{ name: 'name', description: 'name', email: 'email', phone: 'phone', trackingNumber: 'phone', taxId: 'phone' },
  ...{ street: 'address', town: 'address', postalCode: 'phone', creditLimit: 'amount', creditUsed: 'amount' },
  ...{ total: 'amount', open: 'amount', unitPrice: 'amount', amount: 'amount' },
};

const NAMES = /[\p{L}_][\p{L}\p{N}_.-]*/gu;

const lastOf = (path: string): string =>
  (path.split('/').at(-1) ?? '').replace(/^@/, '').replace(/^.*:/, '').replace(/\[.*$/, '');

/** The elements that a document reads or writes such fields at. */
/** Every local name in a document's paths, those in conditions too. */
function namesRead(document: ConnectorDocument): Set<string> {
  const names = new Set<string>();
  const visit = (within: unknown): void => {
    if (typeof within === 'string') for (const name of within.match(NAMES) ?? []) names.add(name);
    else if (typeof within === 'object' && within !== null) Object.values(within).forEach(visit);
  };
  visit([document.commands, document.verdict, document.login?.session]);
  return names;
}

export function personalNames(document: ConnectorDocument): PersonalNames {
  const names = new Map<string, Kind>();
  const visit = (within: unknown): void => {
    if (typeof within !== 'object' || within === null) return;
    for (const [key, value] of Object.entries(within)) {
      if (typeof value !== 'object' || value === null) continue;
      const read = KINDS[key];
      const path: unknown = Reflect.get(value, 'path');
      if (read !== undefined)
        for (const each of [path].flat()) if (typeof each === 'string') names.set(lastOf(each), read);
      const sent = KINDS[String(Reflect.get(value, 'from') ?? '')];
      if (sent !== undefined) names.set(lastOf(key), sent);
      visit(value);
    }
  };
  visit(document.commands);
  return { kinds: names, read: namesRead(document) };
}

const LEAF = /<((?:[\w.-]+:)?([^\s/>:]+))((?:\s[^>]*)?)>([^<]+)<\//g;
const ESCAPES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#13;': '\r' };
const plain = (text: string): string =>
  text.replace(/&(?:amp|lt|gt|quot|#13);/g, (entity) => ESCAPES[entity] ?? entity);

export function openPseudonyms(): Pseudonyms {
  const given = new Map<string, string>();
  const counts = new Map<Kind, number>();

  const made = (kind: Kind, original: string, count: number): string => {
    switch (kind) {
      case 'name':
        return `Name ${count}`;
      case 'address':
        return `Place ${count}`;
      case 'email':
        return `person${count}@example.com`;
      case 'phone':
      case 'amount': {
        // Signs and separators stay, since how a value is written is what a case is about. No zero in front.
        let place = count;
        return original.replace(/\d/g, () => String(((place++ * 7) % 9) + 1));
      }
    }
  };
  const standIn = (kind: Kind, original: string): string => {
    const known = given.get(original);
    if (known !== undefined) return known;
    const isNone = /^[0.,\s-]*$/.test(original);
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    const text = isNone ? original : made(kind, original, count);
    given.set(original, text);
    return text;
  };

  return {
    inXml: (xml, { kinds, read }, isAnswer) =>
      xml.replace(LEAF, (whole: string, tag: string, local: string, rest: string, text: string) => {
        if (text.trim() === '') return whole;
        const kind = kinds.get(local);
        if (kind !== undefined) return `<${tag}${rest}>${escapeText(standIn(kind, plain(text)))}</`;
        return !isAnswer || read.has(local) ? whole : `<${tag}${rest}>${MASK}</`;
      }),
    inInput: <T>(input: T): T =>
      JSON.parse(JSON.stringify(input), (_key, value: unknown) =>
        typeof value === 'string' ? (given.get(value) ?? value) : value,
      ) as T,
  };
}
