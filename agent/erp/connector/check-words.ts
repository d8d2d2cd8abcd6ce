/** What words of an ERP's statuses a format has too few of, or too many. */

import type { Format } from '#contracts/connector-format';
import type { FoundValue } from '#contracts/connector-read';
import type { AnswerContext } from './check-answer.ts';
import { type Reached, textPath } from './check-path.ts';
import type { ContractField } from './contract-fields.ts';
import { wordsOf } from './field-words.ts';
import { samplesOf } from './format-samples.ts';
import { listed } from './near-word.ts';

/** Words of a format that the contract does not know where it is used. */
export function strangeWords(field: ContractField, format: Format | undefined): string | null {
  if (format?.type !== 'words' || field.kind !== 'value') return null;
  const strange = samplesOf(format).filter((word) => !field.schema.safeParse(word).success);
  return strange.length === 0
    ? null
    : `the format has words that the contract does not know: ${listed(strange.map(String))}; it knows ${(wordsOf(field) ?? []).join(', ')}`;
}

/** Words that the schema has and a format does not: a row with one of them would be a problem, and that is known now. */
export function wordsLacking(
  entry: FoundValue,
  shape: Reached,
  { formats, namespaces, isLoose }: AnswerContext,
): string | null {
  const format = entry.as === undefined ? undefined : formats[entry.as];
  if (format?.type !== 'words' || format.otherwise !== undefined || typeof entry.path !== 'string') return null;
  if (entry.in !== undefined || entry.unlisted || entry.path.startsWith('/')) return null;
  const { shape: end } = textPath(shape, entry.path, namespaces, isLoose);
  const facets = end?.content.kind === 'text' ? (end.content.facets ?? []) : [];
  const lacking = facets
    .flatMap((facet) => (facet.startsWith('enumeration=') ? [facet.slice('enumeration='.length)] : []))
    .filter((word) => word !== '' && !Object.hasOwn(format.words, word) && !format.none.includes(word));
  return lacking.length === 0
    ? null
    : `the WSDL also has ${listed(lacking)} here, and the format ${entry.as} no word for it: such a row is shown as a problem; add it to words, or say otherwise`;
}
