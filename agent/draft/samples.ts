import type { CommandName } from '#contracts/commands';
import type { XmlElement } from '../erp/soap/xml-tree.ts';

/** An answer that an ERP gave. */
export interface Sample {
  /** What it answers; null where that is not said. */
  command: CommandName | null;
  /** What stands in the body. */
  root: XmlElement;
}
export interface Samples {
  answers: readonly Sample[];
  /** What values look like, by the local name of their element or attribute. */
  values: ReadonlyMap<string, readonly string[]>;
}

const VALUES_MAX = 50;

export function samplesOf(answers: readonly Sample[]): Samples {
  const values = new Map<string, string[]>();
  const note = (name: string, value: string): void => {
    const known = values.get(name) ?? [];
    if (value.trim() !== '' && known.length < VALUES_MAX) known.push(value.trim());
    values.set(name, known);
  };
  const walk = (element: XmlElement): void => {
    for (const { name, value } of element.attributes ?? []) note(name, value);
    if (element.children.length === 0) note(element.name, element.text);
    for (const child of element.children) walk(child);
  };
  for (const { root } of answers) walk(root);
  return { answers, values };
}

/** What a value of a field looks like, where that can be told from the value. */
const LOOKS: Record<string, RegExp> = {
  email: /@/,
  currency: /^[A-Z]{3}$/,
  country: /^[A-Z]{2,3}$/,
  date: /^(?:\d{4}-\d\d-\d\d|\d\d?[./-]\d\d?[./-]\d{4}|\d{8}$|\d{4}[./]\d\d[./]\d\d|\d{10}$)/,
  decimal: /^[-+]?\d[\d.,' ]*-?$|^[-+]?[.,]\d+$/,
  integer: /^\d{1,9}$/,
  flag: /^[\p{L}\d_]{1,12}$/u,
};

/** ERPs have codes of their own for these. */
const CODES = new Set(['currency', 'country']);

/** What samples say for a field: 0.08 where all look like it, -0.5 where none does. */
export function valuesSpeak(field: string, kind: string, values: readonly string[]): number {
  const looks = LOOKS[field] ?? LOOKS[kind];
  if (looks === undefined || values.length === 0) return 0;
  const share = values.filter((value) => looks.test(value)).length / values.length;
  return share === 1 ? 0.08 : share === 0 ? (CODES.has(field) ? -0.15 : -0.5) : 0;
}
