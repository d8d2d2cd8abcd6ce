import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, styleText } from 'node:util';
import { buildAll } from '../build.ts';
import { freePort } from './ports.ts';
import { forgetStack, startStack } from './stack.ts';

/** `npm start`: the whole product on this machine, from the CRM page to the ERP. */

const PAGE_PORT = 4400;
const DIR = join(import.meta.dirname, '../../.drawbridge/sandbox');
/** The day that the kept data were made for. */
const DAY_FILE = join(DIR, 'day.txt');

const USAGE = `Usage: npm start -- [--port N] [--fresh] [--verbose]
  --port N    port of the CRM page (default ${PAGE_PORT}, or a free one when that is taken)
  --fresh     forget what an earlier start has kept
  --verbose   show what every part logs
`;

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string' },
        fresh: { type: 'boolean', default: false },
        verbose: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    return values;
  } catch (error) {
    process.stderr.write(`Error: ${error instanceof Error ? error.message : 'unknown option'}\n${USAGE}`);
    process.exit(2);
  }
}

const say = (text: string): boolean => process.stdout.write(text);
const options = readOptions();
if (options.help) {
  say(USAGE);
  process.exit(0);
}

const wished = options.port === undefined ? PAGE_PORT : Number(options.port);
if (!Number.isInteger(wished) || wished < 0 || wished > 65_535) {
  process.stderr.write(`Error: --port ${options.port} is not a port.\n${USAGE}`);
  process.exit(2);
}
const port = await freePort(wished);
if (wished !== 0 && port !== wished) {
  if (options.port !== undefined) {
    process.stderr.write(`Error: port ${wished} is taken.\nTry: npm start -- --port 0\n`);
    process.exit(1);
  }
  say(`Port ${wished} is taken; using ${port}.\n`);
}
const today = new Date().toLocaleDateString('sv');
const isNewDay = existsSync(DAY_FILE) && readFileSync(DAY_FILE, 'utf8') !== today;
if (isNewDay) say('A new day: the sandbox starts afresh, since its orders are dated around today.\n');
if (options.fresh || isNewDay) forgetStack(DIR);
mkdirSync(DIR, { recursive: true });
writeFileSync(DAY_FILE, today);

const done = (name: string): boolean => say(`  ${styleText('green', '✓')} ${name}\n`);
const NAMES: Record<string, string> = {
  erp: 'demo ERP',
  hubspot: 'stand-in CRM',
  gateway: 'gateway (workerd)',
  agent: 'agent, enrolled',
  preview: 'CRM page',
};

say(`${styleText('bold', 'Drawbridge')}\n`);
if (!existsSync(join(DIR, 'erp')))
  say('  The first start fills the demo ERP with 40,000 orders; it takes a few seconds.\n');
try {
  await buildAll();
  done('built');
  const stack = await startStack({
    dir: DIR,
    port,
    onLine: (name, line) => options.verbose && say(`${styleText('dim', `${name.padEnd(8)} ${line}`)}\n`),
    onPart: (name) => done(NAMES[name] ?? name),
  });
  say(`\n  Open ${styleText(['bold', 'cyan'], stack.page)}\n  ${styleText('dim', 'Ctrl-C ends all of it.')}\n\n`);
  let ending = false;
  const end = async (): Promise<void> => {
    if (ending) return;
    ending = true;
    say('\nEnding …\n');
    await stack.stop();
    process.exit(0);
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, end);
} catch (error) {
  process.stderr.write(
    `Error: ${error instanceof Error ? error.message : String(error)}\nTry: npm start -- --fresh --verbose\n`,
  );
  process.exit(1);
}
