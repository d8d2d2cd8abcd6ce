import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startErp } from '../sandbox/erp/server.ts';

/** The guide is true: its commands are run as they stand, and print what it says that they print. */
const PROJECT = join(import.meta.dirname, '../..');
const GUIDE = readFileSync(join(PROJECT, 'docs/connector-guide.md'), 'utf8');
const AGENT = join(PROJECT, 'agent/main.ts');
const PORT = '8700';

interface Block {
  kind: string;
  text: string;
}

const blocks = (text: string): Block[] =>
  [...text.matchAll(/^```(\w*)\n([\s\S]*?)\n```$/gm)].map(([, kind = '', inner = '']) => ({ kind, text: inner }));

/** Times differ from run to run. */
const timeless = (text: string): string => text.replace(/\b\d+ ms\b/g, 'N ms');

/** Whether lines stand in a text in this order; `…` is any lines, and other lines follow one another. */
function firstMissing(printed: string, said: string): string | null {
  let rest = timeless(printed);
  for (const piece of `\n${timeless(said)}\n`.split(/\n…(?=\n)/)) {
    const wanted = piece.trimEnd();
    const at = rest.indexOf(wanted);
    if (at === -1) return wanted;
    rest = rest.slice(at + wanted.length);
  }
  return null;
}

function running(script: string, folder: string): Promise<string> {
  const head = `drawbridge() { ${JSON.stringify(process.execPath)} ${JSON.stringify(AGENT)} "$@"; }\nexport PROJECT=${JSON.stringify(PROJECT)} ERP_PASSWORD=kontor-demo NO_COLOR=1\n`;
  return new Promise((resolve) => {
    const child = spawn('bash', ['-c', head + script], { cwd: folder });
    let printed = '\n';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += String(chunk)));
    child.on('close', () => resolve(printed));
  });
}

it('lines of the guide are looked for in their order', () => {
  expect(firstMissing('\na\nb\nc 12 ms\nd\n', 'a\n…\nc 7 ms')).toBeNull();
  expect(firstMissing('\na\nb\nc\n', 'a\nc')).toContain('c');
  expect(firstMissing('\na\nb\n', 'b\n…\na')).toContain('a');
});

it('every command of the guide prints what the guide says', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'drawbridge-guide-'));
  const erp = await startErp({
    dataDir: null,
    port: 0,
    controlPort: 0,
    today: '2026-11-21',
    seedSize: 'small',
    latency: null,
  });
  onTestFinished(async () => {
    await erp.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const all = blocks(GUIDE.replaceAll(`127.0.0.1:${PORT}`, new URL(erp.endpoint).host));
  let ran = 0;
  for (const [index, { kind, text }] of all.entries()) {
    const file = /^# (\S+)\n/.exec(text)?.[1];
    if (kind === 'yaml' && file !== undefined) writeFileSync(join(folder, file), text);
    if (kind !== 'sh') continue;
    const printed = await running(text, folder);
    const said = all[index + 1];
    if (said?.kind !== '') continue;
    ran += 1;
    expect(firstMissing(printed, said.text), `${text}\n\nprinted\n${printed}`).toBeNull();
  }
  expect(ran).toBeGreaterThanOrEqual(9);
}, 120_000);
