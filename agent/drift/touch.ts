import { type CommandName, LOOK_UP_OF, WriteCommandName } from '#contracts/commands';
import type { ConnectorDocument } from '#contracts/connector';

/** What hangs on a place of the ERP's messages: a field of a command, as the cards know it. */
export interface Touch {
  command: CommandName;
  /** E.g. `rows.total`; of a request, the field that is sent. */
  field: string;
}

/** The writes that a command's places decide about: itself, and for a lookup the write that it protects. */
const writesOf = (command: CommandName, offered: ReadonlySet<CommandName>): WriteCommandName[] =>
  WriteCommandName.options.filter(
    (write) => offered.has(write) && (write === command || LOOK_UP_OF[write] === command),
  );

export const offeredBy = ({ commands }: ConnectorDocument): ReadonlySet<CommandName> =>
  new Set(Object.keys(commands) as CommandName[]);

export function writesTouched(touches: readonly Touch[], document: ConnectorDocument): WriteCommandName[] {
  const offered = offeredBy(document);
  return [...new Set(touches.flatMap(({ command }) => writesOf(command, offered)))];
}

/** Every format that a write, or its lookup, reads or sends something in. */
export function writesByFormat(document: ConnectorDocument): ReadonlyMap<string, WriteCommandName[]> {
  const offered = offeredBy(document);
  const found = new Map<string, WriteCommandName[]>();
  for (const [command, mapping] of Object.entries(document.commands) as [CommandName, unknown][]) {
    const writes = writesOf(command, offered);
    if (writes.length === 0) continue;
    for (const format of formatsIn(mapping)) found.set(format, [...new Set([...(found.get(format) ?? []), ...writes])]);
  }
  return found;
}

const formatsIn = (within: unknown): string[] =>
  typeof within !== 'object' || within === null
    ? []
    : Object.entries(within).flatMap(([key, value]) =>
        key === 'as' && typeof value === 'string' ? [value] : formatsIn(value),
      );
