/** Looks through a request mapping, whatever it is made of: values, groups, lists, documents carried as text. */

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Whether some part of a mapping is such a one. */
function somePart(mapping: unknown, test: (part: Record<string, unknown>) => boolean): boolean {
  if (Array.isArray(mapping)) return mapping.some((one) => somePart(one, test));
  if (!isRecord(mapping)) return false;
  return test(mapping) || Object.values(mapping).some((inner) => somePart(inner, test));
}

/** Whether a field of the command's input is sent, as it is or within a text. */
export const sends = (mapping: unknown, field: string): boolean => somePart(mapping, (part) => part.from === field);

/** Whether something is sent that a step kept. */
export const sendsKept = (mapping: unknown, step: string): boolean =>
  somePart(mapping, (part) => typeof part.kept === 'string' && part.kept.startsWith(`${step}.`));

/** Whether something is computed from a field, in place of sending it as it is. */
export const computes = (mapping: unknown, field: string): boolean =>
  somePart(mapping, (part) => typeof part.cel === 'string' && sends(part, field));

/** Whether a request says how many rows are wanted. */
export const asksForRows = (mapping: unknown): boolean =>
  somePart(mapping, (part) => part.from === 'limit' || part.page === 'size');

/** The formats that fields of the input are sent in, as they are or within a text. */
export function formatsOf(mapping: unknown, fields: readonly string[]): Set<string> {
  const formats = new Set<string>();
  const isOne = (field: unknown): boolean => typeof field === 'string' && fields.includes(field);
  somePart(mapping, ({ from, as, each, value }) => {
    if (isOne(from) && typeof as === 'string') formats.add(as);
    if (isOne(each) && isRecord(value) && typeof value.as === 'string') formats.add(value.as);
    return false;
  });
  return formats;
}

/** Field of the input → the values for which some group is sent. */
export function choicesIn(mapping: unknown): Map<string, Set<string>> {
  const choices = new Map<string, Set<string>>();
  somePart(mapping, ({ ifIs, fields }) => {
    if (!isRecord(ifIs) || fields === undefined) return false;
    for (const [field, value] of Object.entries(ifIs))
      choices.set(field, (choices.get(field) ?? new Set()).add(String(value)));
    return false;
  });
  return choices;
}
