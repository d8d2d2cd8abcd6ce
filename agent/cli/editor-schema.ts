import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ConnectorDocument } from '#contracts/connector';
import { EXIT } from './exit.ts';
import { say } from './picture.ts';

/** What an editor completes and checks a connector document with, while it is written. */

/** Lies beside the document, so that it is of the same version as the program that drafted it. */
const FILE = 'connector-1.schema.json';
/** Understood by editors that use the YAML language server: VS Code, JetBrains, Neovim and others. */
const MODELINE = `# yaml-language-server: $schema=${FILE}\n`;

/** JSON Schema 7, which editors know best; made from the contract, with what it says about every key. */
export const connectorSchema = (): object => ({
  ...z.toJSONSchema(ConnectorDocument, { io: 'input', target: 'draft-7', reused: 'ref' }),
  title: 'Drawbridge connector',
  $comment: 'Generated; do not edit.',
});

const pretty = (): string => `${JSON.stringify(connectorSchema(), null, 2)}\n`;

/** A document that editors understand: with the schema beside it, named in its first line. */
export function editable(folder: string, text: string): string {
  writeFileSync(join(folder, FILE), pretty());
  return MODELINE + text;
}

/** Prints the schema, for a connector that has none beside it. */
export function printSchema(json: boolean): number {
  say(json ? JSON.stringify(connectorSchema()) : pretty().trimEnd());
  return EXIT.ok;
}
