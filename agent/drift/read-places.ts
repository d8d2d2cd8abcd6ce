import type { z } from 'zod';
import { COMMANDS } from '#contracts/commands';
import type { ConnectorDocument } from '#contracts/connector';
import type { FoundValue, ReadFields, ReadList, ReadValue } from '#contracts/connector-read';
import { type ContractFields, fieldsOf } from '../erp/connector/contract-fields.ts';
import { stepsOf } from '../erp/connector/prepare.ts';
import type { ServiceShape } from '../erp/soap/shapes.ts';
import { type DescribedCall, describedCalls, touchesOf } from './calls.ts';
import type { Touch } from './touch.ts';

/** A place in an answer that a document reads. */
export interface ReadPlace {
  service: string;
  operation: string;
  /** Paths of the lists around it, outermost first. */
  each: readonly string[];
  path: string;
  /** Whether the place is a list's, not a value's. */
  isList: boolean;
  /** The name of its format; null for plain text, or a computed field. */
  format: string | null;
  /** What the contract takes there; null where the value goes into an expression or a verdict. */
  schema: z.ZodType | null;
  /** The place is in a document that the answer carries as text. */
  inPayload: boolean;
  touches: readonly Touch[];
}

/** E.g. `main AuftraegeLesen < Auftraege/Auftrag > KundenNr`. */
export const keyOfPlace = ({ service, operation, each, path }: ReadPlace): string =>
  `${service} ${operation} < ${[...each, path].join(' > ')}`;

const isList = (entry: ReadValue | ReadList): entry is ReadList => 'each' in entry;
const texts = (paths: string | readonly string[] | undefined): string[] => (paths === undefined ? [] : [paths].flat());

/** The places of a value, with the rows around them where it is made of rows. */
function placesIn({ path, over }: FoundValue, each: readonly string[]): { each: readonly string[]; path: string }[] {
  const rows = over === undefined ? each : over.startsWith('/') ? [over.slice(1)] : [...each, over];
  return texts(path).map((one) => ({ each: rows, path: one }));
}

/** The places of the calls of a document; the same place read twice is one, with both that hang on it. */
export function readPlaces(document: ConnectorDocument, services: ReadonlyMap<string, ServiceShape>): ReadPlace[] {
  const calls = describedCalls(document, services);
  const places = new Map<string, ReadPlace>();
  const add = (place: ReadPlace): void => {
    const key = `${keyOfPlace(place)} ${place.format ?? ''}`;
    const known = places.get(key);
    places.set(key, known === undefined ? place : { ...known, touches: [...known.touches, ...place.touches] });
  };
  const at = (call: DescribedCall, each: readonly string[], path: string, field: string): ReadPlace => ({
    service: call.service,
    operation: call.operation,
    each: path.startsWith('/') ? [] : each,
    path: path.startsWith('/') ? path.slice(1) : path,
    isList: false,
    format: null,
    schema: null,
    inPayload: 'payload' in call.call && call.call.payload !== undefined,
    touches: touchesOf(call, field),
  });
  for (const call of calls) {
    const verdict = call.call.verdict ?? document.verdict;
    const inPayload = verdict.in === 'payload';
    const rows = verdict.each === undefined ? [] : [verdict.each];
    for (const path of [...texts(verdict.code), ...texts(verdict.reason), ...texts(verdict.message)])
      add({ ...at(call, rows, path, 'verdict'), inPayload });
    if ('payload' in call.call && call.call.payload !== undefined)
      add({ ...at(call, [], call.call.payload.path, 'payload'), inPayload: false });
    if ('keep' in call.call)
      for (const [name, from] of Object.entries(call.call.keep)) {
        const path = typeof from === 'string' ? from : 'path' in from ? from.path : null;
        if (path !== null) add(at(call, [], path, `kept ${name}`));
      }
  }
  for (const call of calls) {
    if (call.command === null) continue;
    const { name, mapping } = call.command;
    const first = stepsOf(name, mapping)[0]?.step;
    /** Whether what names this step (or none) is read in this call's answer. */
    const isHere = (step: string | string[] | undefined): boolean =>
      [step ?? first].flat().includes(call.step) || (call.step === 'more' && step === undefined);
    const visit = (
      fields: ReadFields,
      contract: ContractFields,
      each: readonly string[],
      around: string,
      here: boolean,
    ): void => {
      for (const [field, entry] of Object.entries(fields)) {
        const label = `${around}${field}`;
        const within = entry && 'in' in entry && entry.in !== undefined ? isHere(entry.in) : here;
        const known = contract.get(field);
        if (isList(entry)) {
          for (const path of texts(entry.each)) {
            if (within && path !== '.') add({ ...at(call, each, path, label), isList: true });
            const inner = path === '.' ? each : [...each, path];
            visit(entry.fields, known?.kind === 'list' ? known.fields : new Map(), inner, `${label}.`, within);
          }
        } else if ('path' in entry) {
          const schema = known?.kind === 'value' ? known.schema : null;
          const more = { format: entry.as ?? null, schema };
          // What a sum is made of is seen row by row; a field's own schema speaks of the sum.
          const counted = entry.over === undefined ? more : { ...more, schema: null };
          if (within)
            for (const path of placesIn(entry, each)) add({ ...at(call, path.each, path.path, label), ...counted });
        } else if ('cel' in entry) {
          for (const value of Object.values(entry.with)) {
            const isIn = value.in === undefined ? here : isHere(value.in);
            if (isIn)
              for (const { each: around, path } of placesIn(value, each))
                add({ ...at(call, around, path, label), format: value.as ?? null });
          }
        }
      }
    };
    visit(mapping.answer, fieldsOf(COMMANDS[name].output), [], '', isHere(undefined));
  }
  return [...places.values()];
}
