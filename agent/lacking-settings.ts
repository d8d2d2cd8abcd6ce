import { nearest } from './erp/connector/near-word.ts';

/** What a connector's settings lack, a sentence for each, never with a value. */
export function lackingSettings(wanted: readonly string[], given: Readonly<Record<string, string>>): string[] {
  const unknown = Object.keys(given).filter((name) => !wanted.includes(name));
  return wanted.flatMap((name) => {
    if (Object.hasOwn(given, name)) return given[name] === '' ? [`the setting ${name} is empty`] : [];
    const near = nearest(name, unknown);
    const meant = near === null ? '' : `: ${near} is not known to the connector, is ${name} meant?`;
    return [`the setting ${name} is missing${meant}`];
  });
}
