import type { WriteCommandName } from '#contracts/commands';
import type { ConnectorDocument } from '#contracts/connector';
import type { Line } from './sent-lines.ts';
import { NOT_THERE } from './sent-lines.ts';
import { type Touch, writesTouched } from './touch.ts';

/** Something that is not as it was approved. */
export interface Change {
  /** Where in the ERP's messages, e.g. `main AuftragAnlegen > Positionen/Position/Menge`. */
  place: string;
  /** What is different, for a person. */
  text: string;
  touches: readonly Touch[];
  /** Writes that could go wrong by it, and are stopped. */
  stops: readonly WriteCommandName[];
}

const enumerated = (value: string): Set<string> =>
  new Set(value.split(' ').filter((word) => word.startsWith('enumeration=')));
const otherwise = (value: string): string =>
  value
    .split(' ')
    .filter((word) => !word.startsWith('enumeration=') && word !== 'required')
    .join(' ');

/** A request that fitted before fits still: something need not be sent any more, or more words are taken. */
function isLoosened(key: string, before: string, after: string): boolean {
  if (key.includes(' < ') || !key.includes(' > ')) return false;
  if (key.endsWith('(also required)') && after === 'nothing') return true;
  if (otherwise(before) !== otherwise(after)) return false;
  if (/(^| )required$/.test(after) && !/(^| )required$/.test(before)) return false;
  const now = enumerated(after);
  return now.size === 0 || (enumerated(before).size > 0 && [...enumerated(before)].every((word) => now.has(word)));
}

/** Without the names that both begin with: what differs stands behind them. */
function apart(before: string, after: string): [string, string] {
  const [old, now] = [before.split(' '), after.split(' ')];
  while (old.length > 1 && now.length > 1 && old[0] === now[0] && old[0]?.startsWith('{')) {
    old.shift();
    now.shift();
  }
  return [old.join(' '), now.join(' ')];
}

function sentence(key: string, before: string | undefined, after: string): string {
  if (before === undefined) return `is used and was not approved: ${after}`;
  if (after === NOT_THERE) return `is gone (it was ${before})`;
  if (key.endsWith('(also required)')) return `requires what the connector does not send: ${after} (before: ${before})`;
  if (key.endsWith('(order)')) return `takes its elements in the order ${after} (before: ${before})`;
  const [old, now] = [enumerated(before), enumerated(after)];
  const word = (text: string): string => text.replace('enumeration=', '');
  const come = [...now].filter((each) => !old.has(each)).map(word);
  const gone = [...old].filter((each) => !now.has(each)).map(word);
  if (old.size > 0 && now.size > 0 && otherwise(before) === otherwise(after)) {
    const said = [come.length > 0 ? `new: ${come.join(', ')}` : '', gone.length > 0 ? `gone: ${gone.join(', ')}` : ''];
    return `takes other values; ${said.filter((part) => part !== '').join('; ')}`;
  }
  const [was, is] = apart(before, after);
  return `was ${was}, is ${is}`;
}

/**
 * What differs from what was approved, as far as the connector uses it. What was approved and is not used any more is
 * the document's own doing, and says nothing about the ERP.
 */
export function changesBetween(
  approved: ReadonlyMap<string, string>,
  lines: readonly Line[],
  document: ConnectorDocument,
): Change[] {
  return lines.flatMap(({ key, value, touches }): Change[] => {
    const before = approved.get(key);
    if (before === value) return [];
    const stops = before !== undefined && isLoosened(key, before, value) ? [] : writesTouched(touches, document);
    return [{ place: key, text: sentence(key, before, value), touches, stops }];
  });
}
