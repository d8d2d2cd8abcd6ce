import type { SourceFile } from './rule.ts';

/** A file that a rule must refuse, and part of the sentence it must say; null: it must pass. */
export type Seeded = [path: string, text: string, says: string | null, beside?: readonly SourceFile[]];

const lines = (count: number): string => 'export const a = 1;\n'.repeat(count);

export const IMPORTS: readonly Seeded[] = [
  ['gateway/app.ts', "import { run } from '../agent/daemon.ts';", 'gateway may not import agent/daemon.ts'],
  ['agent/daemon.ts', "import type { App } from '../gateway/app.ts';", 'agent may not import gateway/app.ts'],
  ['agent/daemon.ts', "const app = await import('../gateway/app.ts');", 'agent may not import gateway/app.ts'],
  ['agent/daemon.ts', "type App = import('../gateway/app.ts').App;", 'agent may not import gateway/app.ts'],
  ['agent/daemon.test.ts', "import '../gateway/app.ts';", 'agent may not import gateway/app.ts'],
  ['agent/daemon.ts', "export * from '../test/sandbox/cast.ts';", 'agent may not import test/sandbox/cast.ts'],
  ['agent/daemon.test.ts', "import '../test/sandbox/cast.ts';", null],
  ['extension/preview/server.ts', "import '../../gateway/app.ts';", 'extension may not import gateway/app.ts'],
  ['extension/hubspot/src/app/cards/a.tsx', "import '#contracts/ids';", 'a card is built alone'],
  ['extension/hubspot/src/app/cards/a.tsx', "import { Text } from '@hubspot/ui-extensions'; import './b.tsx';", null],
  ['contracts/ids.ts', "import { readFileSync } from 'node:fs';", 'contracts may not import node:fs'],
  ['contracts/ids.ts', "import { z } from 'zod'; import './page.ts';", null],
  ['contracts/ids.test.ts', "import { it } from 'vitest';", null],
  ['contracts/ids.ts', "import '../agent/daemon.ts';", 'contracts may not import agent/daemon.ts'],
  ['gateway/core/lease.ts', "import { Hono } from 'hono';", 'core may not import hono'],
  [
    'gateway/core/lease.ts',
    "import '../durable/tenant-store.ts';",
    'core may not import gateway/durable/tenant-store.ts',
  ],
  ['gateway/core/lease.ts', "import './push.ts'; import '#contracts/push';", null],
  ['agent/erp/soap/decode.ts', "import { inflateSync } from 'node:zlib';", 'a pure file may not import node:zlib'],
  ['agent/erp/soap/decode.ts', "import { SaxesParser } from 'saxes';", null],
  ['test/journey/all.test.ts', "import '../../agent/daemon.ts'; import '../../gateway/app.ts';", null],
];

export const IMPURITIES: readonly Seeded[] = [
  ['gateway/core/lease.ts', 'const now = Date.now();', 'Date.now'],
  ['gateway/core/lease.ts', 'const now = new Date();', 'Date without arguments'],
  ['gateway/core/lease.ts', 'export const at = (ms: number) => new Date(ms);', null],
  ['gateway/core/lease.ts', 'const x = globalThis.crypto.randomUUID();', 'crypto.randomUUID'],
  ['gateway/core/lease.ts', 'crypto.getRandomValues(new Uint8Array(8));', 'crypto.getRandomValues'],
  ['contracts/backoff.ts', 'export const jitter = () => Math.random();', 'Math.random'],
  ['agent/execute/recover.ts', 'setTimeout(() => {}, 5);', 'setTimeout'],
  ['agent/erp/connector/plan.ts', "await fetch('http://erp.example');", 'fetch'],
  ['agent/erp/connector/plan.ts', 'const { erp } = process.env;', 'process.env'],
  ['agent/erp/connector/plan.ts', 'export const ask = (port: { fetch: () => void }) => port.fetch();', null],
  ['agent/erp/connector/plan.ts', '// Date.now() is the caller\'s\nexport const word = "Math.random()";', null],
  ['agent/erp/soap/transport.ts', 'export const now = Date.now();', null],
  ['gateway/core/lease.test.ts', 'export const now = Date.now();', null],
];

export const LENGTHS: readonly Seeded[] = [
  ['agent/a.ts', lines(251), 'has 251 lines'],
  ['extension/preview/page.css', 'a {}\n'.repeat(251), 'has 251 lines'],
  ['agent/a.ts', lines(250), null],
  ['extension/a.ts', `// Generated from contracts/; do not edit.\n${lines(400)}`, null],
  ['agent/connector.wsdl', 'x\n'.repeat(900), null],
];

const heading = (code: string): string => `### ${code}\n\nText.\n\n`;
export const HEADINGS: readonly Seeded[] = [
  ['docs/failure-modes.md', heading('a.one'), 'no heading for a.two'],
  ['docs/failure-modes.md', heading('a.one') + heading('a.two') + heading('a.three'), 'no error has the code a.three'],
  ['docs/failure-modes.md', heading('a.one') + heading('a.two') + heading('a.one'), 'a second heading for a.one'],
  ['docs/failure-modes.md', heading('a.one') + heading('a.two'), null],
];

export const WORDS: readonly Seeded[] = [
  ['agent/utils/text.ts', '', 'is named "utils"'],
  ['agent/link-manager.ts', '', 'is named "manager"'],
  ['extension/salesforce/OrderHelper.js', '', 'is named "helper"'],
  ['agent/a.ts', 'const textUtils = 1;', 'textUtils holds the word "utils"'],
  ['agent/a.ts', 'class LinkManager {}', 'LinkManager holds the word "manager"'],
  ['agent/a.ts', 'export function misc() {}', 'misc holds the word "misc"'],
  ['agent/a.ts', 'export const open = (commonPart: string) => commonPart;', 'commonPart holds the word "common"'],
  ['agent/a.ts', 'interface Helper { a: 1 }', 'Helper holds the word "helper"'],
  ['agent/a.ts', '// a common case\nexport const uncommonly = "utils";', null],
];

export const LOOSE: readonly Seeded[] = [
  ['agent/a.ts', 'export const a: any = 1;', '`any` hides mistakes'],
  ['agent/a.ts', 'export const a = [] as any[];', '`any` hides mistakes'],
  ['agent/a.ts', '// @ts-ignore\nexport const a = 1;', '@ts-ignore silences'],
  ['agent/a.ts', '// @ts-nocheck\nexport const a = 1;', '@ts-nocheck silences'],
  ['agent/a.ts', 'console.log(1);', 'console.log'],
  ['agent/a.test.ts', "it.only('a', () => {});", 'it.only leaves out'],
  ['agent/a.test.ts', "describe.skip('a', () => {});", 'describe.skip needs a comment'],
  ['agent/a.test.ts', "it.todo('a');", 'it.todo needs a comment'],
  ['agent/a.test.ts', "// Windows only: no such signal elsewhere.\nit.skip('a', () => {});", null],
  ['agent/a.ts', '// any console.log is refused\nexport const text = "as any, console.log(1), it.only";', null],
];

const manifest = (version: string): string => JSON.stringify({ dependencies: { zod: version } });
const lock = (wanted: string, held: string): SourceFile => ({
  path: 'package-lock.json',
  text: JSON.stringify({ packages: { '': { dependencies: { zod: wanted } }, 'node_modules/zod': { version: held } } }),
});
export const VERSIONS: readonly Seeded[] = [
  ['package.json', manifest('^4.6.7'), 'zod: ^4.6.7 is not an exact version'],
  ['package.json', manifest('~4.6.7'), 'is not an exact version'],
  ['package.json', manifest('latest'), 'is not an exact version'],
  ['extension/hubspot/package.json', manifest('*'), 'is not an exact version'],
  ['package.json', manifest('4.6.7'), 'the lock file holds another', [lock('4.6.7', '4.6.6')]],
  ['package.json', manifest('4.6.7'), 'is in the lock file and not', [lock('4.6.6', '4.6.7')]],
  ['package.json', manifest('4.6.7-beta.1'), null, [lock('4.6.7-beta.1', '4.6.7-beta.1')]],
];

const scripts: SourceFile = { path: 'package.json', text: JSON.stringify({ scripts: { verify: 'x', start: 'y' } }) };
export const LINKS: readonly Seeded[] = [
  ['docs/install.md', 'See [security](security.md).', 'links to security.md'],
  ['docs/install.md', 'See [security](security.md#roles).', null, [{ path: 'docs/security.md', text: '' }]],
  ['docs/install.md', 'See [code](../agent/).', null, [{ path: 'agent/main.ts', text: '' }]],
  ['docs/install.md', '[a](https://example.com/x.md) [b](#here) `[c](gone.md)`', null],
  ['docs/install.md', '```\n[a](gone.md)\n```\n[b](gone.md)', 'links to gone.md'],
];
export const SCRIPTS: readonly Seeded[] = [
  ['CONTRIBUTING.md', 'Run `npm run verfy`.', 'names `npm run verfy`', [scripts]],
  ['CONTRIBUTING.md', 'Run `npm test`.', 'names `npm test`', [scripts]],
  ['CONTRIBUTING.md', 'Run `npm start` and npm run verify.', null, [scripts]],
];
export const READMES: readonly Seeded[] = [
  ['README.md', 'a\n'.repeat(151), 'has more than 150 lines'],
  ['README.md', 'a\n'.repeat(150), null],
  ['docs/install.md', 'a\n'.repeat(500), null],
];

export const PATHS: readonly Seeded[] = [
  ['docs/install.md', 'Open `/home/me/drawbridge`.', 'names a path of a machine: /home/me'],
  ['agent/a.ts', "const path = '/tmp/journal.db';", 'names a path of a machine: /tmp/journal.db'],
  ['package-lock.json', '"resolved": "https://registry.example.org/zod.tgz"', 'names a package registry'],
  ['docs/install.md', 'https://example.com/home/page, ./tmp/x, /var/lib/drawbridge', null],
  ['test/a.test.ts', "const path = '/tmp/journal.db';", null],
];
