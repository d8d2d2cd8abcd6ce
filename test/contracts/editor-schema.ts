import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { connectorSchema } from '../../agent/cli/editor-schema.ts';

/**
 * The schema that an editor checks a connector document with, while it is written:
 *   # yaml-language-server: $schema=…/contracts/published/connector-1.schema.json
 * Made from contracts/connector.ts, with what it says about every key. Run to write it anew:
 *   node test/contracts/editor-schema.ts --write
 */
export const EDITOR_SCHEMA = new URL('../../contracts/published/connector-1.schema.json', import.meta.url);

/** What an editor is told, as the program itself gives it. */
export const editorSchema = (): string => `${JSON.stringify(connectorSchema(), null, 2)}\n`;

export const publishedEditorSchema = (): string | null =>
  existsSync(EDITOR_SCHEMA) ? readFileSync(EDITOR_SCHEMA, 'utf8') : null;

if (import.meta.main) {
  if (process.argv.includes('--write')) writeFileSync(EDITOR_SCHEMA, editorSchema());
  else process.stdout.write(editorSchema());
}
