import type { Format, SendFields, SendGroup, SendList } from '#contracts/connector';
import { failure } from '#contracts/errors';
import { fail, ok, type Result } from '#contracts/result';
import type { XmlGroup, XmlValue } from '../soap/encode.ts';
import { TEXT, writeValue } from './formats.ts';

/** What a request may be made of, beside the command's input. */
export interface Sources {
  formats: Record<string, Format>;
  settings: Record<string, string>;
}

class Refused extends Error {}

type Entry = SendFields[string];
const isList = (entry: Entry): entry is SendList => 'each' in entry;
const isGroup = (entry: Entry): entry is SendGroup => 'fields' in entry && !('each' in entry);

function formatted(value: unknown, as: string | undefined, sources: Sources, place: string): string | null {
  const format = as === undefined ? TEXT : sources.formats[as];
  if (format === undefined) throw new Refused(`${place}: no format ${as}`);
  const written = writeValue(format, value);
  if (!written.ok) throw new Refused(`${place}: ${written.problem}`);
  return written.value;
}

const memberOf = (from: unknown, name: string): unknown =>
  typeof from === 'object' && from !== null && Object.hasOwn(from, name)
    ? (from as Record<string, unknown>)[name]
    : null;

function sentValue(entry: Entry, input: unknown, sources: Sources, place: string): XmlValue {
  if (isList(entry)) {
    const list = memberOf(input, entry.each);
    if (!Array.isArray(list)) throw new Refused(`${place}: ${entry.each} is not a list`);
    const { fields } = entry;
    if (fields === undefined) return list.map((value) => formatted(value, entry.value?.as, sources, place));
    return list.map((item) => groupOf(fields, item, sources, place));
  }
  if (isGroup(entry)) return groupOf(entry.fields, input, sources, place);
  if ('const' in entry) return entry.const;
  if ('setting' in entry) {
    const value = Object.hasOwn(sources.settings, entry.setting) ? sources.settings[entry.setting] : undefined;
    if (value === undefined) throw new Refused(`${place}: no setting ${entry.setting}`);
    return value;
  }
  return formatted(memberOf(input, entry.from), entry.as, sources, place);
}

function groupOf(fields: SendFields, input: unknown, sources: Sources, place: string): XmlGroup {
  const group: XmlGroup = {};
  for (const [element, entry] of Object.entries(fields)) {
    group[element] = sentValue(entry, input, sources, place === '' ? element : `${place}/${element}`);
  }
  return group;
}

/**
 * The request that a mapping makes of a command's input. The schema's order and its required elements are the
 * encoder's business.
 * Errors: request.invalid, with the place in detail and never the value.
 */
export function planRequest(mapping: SendFields, input: unknown, sources: Sources): Result<XmlGroup> {
  try {
    return ok(groupOf(mapping, input, sources, ''));
  } catch (thrown) {
    if (thrown instanceof Refused) return fail(failure('request.invalid', { detail: thrown.message }));
    throw thrown;
  }
}
