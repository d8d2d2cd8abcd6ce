import { parse } from 'yaml';
import { CommandName } from '#contracts/commands';
import { decodeXml } from '../erp/soap/decode.ts';
import type { XmlElement } from '../erp/soap/xml-tree.ts';
import { atOnce } from '../erp/steps.ts';
import type { Sample } from './samples.ts';

/** Answers as people capture them: a message as XML, or recorded golden cases. */
export interface SampleFile {
  name: string;
  bytes: Uint8Array;
}
/** `problem`: why a file says nothing. */
export type ReadSamples = { samples: Sample[]; problems: string[] };

function bodyOf(root: XmlElement): XmlElement | null {
  if (root.name !== 'Envelope') return root;
  const body = root.children.find(({ name }) => name === 'Body');
  const [first] = body?.children ?? [];
  return first === undefined || first.name === 'Fault' ? null : first;
}

function rootOf(bytes: Uint8Array): XmlElement | string {
  const decoded = atOnce(decodeXml(bytes, 'text/xml'));
  if (!decoded.ok) return decoded.problem;
  return bodyOf(decoded.root) ?? 'it holds no answer';
}

/** `order.read.xml`, `order-read-2.xml`: the command that it answers; the longest one that the name begins with. */
export function commandIn(file: string): CommandName | null {
  const begins = (name: CommandName): boolean => {
    const plain = file.toLowerCase().replaceAll(/[._]/g, '-');
    const dashed = name.replaceAll('.', '-');
    return plain.startsWith(dashed) && !/^[a-z]/.test(plain.slice(dashed.length));
  };
  return CommandName.options.filter(begins).toSorted((a, b) => b.length - a.length)[0] ?? null;
}

function ofCase(text: string): Sample[] {
  const read: unknown = parse(text);
  const given = typeof read === 'object' && read !== null ? (read as { command?: unknown; exchanges?: unknown }) : {};
  const command = CommandName.safeParse(given.command);
  const exchanges: unknown[] = Array.isArray(given.exchanges) ? given.exchanges : [];
  return exchanges.flatMap((exchange): Sample[] => {
    const { answer, fault } = exchange as { answer?: unknown; fault?: unknown };
    if (typeof answer !== 'string' || fault === true) return [];
    const root = rootOf(new TextEncoder().encode(answer));
    return typeof root === 'string' ? [] : [{ command: command.success ? command.data : null, root }];
  });
}

export function readSamples(files: readonly SampleFile[]): ReadSamples {
  const samples: Sample[] = [];
  const problems: string[] = [];
  for (const { name, bytes } of files) {
    try {
      if (/\.ya?ml$/.test(name)) samples.push(...ofCase(new TextDecoder().decode(bytes)));
      else {
        const root = rootOf(bytes);
        if (typeof root === 'string') problems.push(`${name}: ${root}`);
        else samples.push({ command: commandIn(name), root });
      }
    } catch (thrown) {
      problems.push(`${name}: ${thrown instanceof Error ? thrown.message.split('\n')[0] : 'cannot be read'}`);
    }
  }
  return { samples, problems };
}
