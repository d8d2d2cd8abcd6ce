import { parseArgs } from 'node:util';
import { startErp } from './server.ts';

/**
 * The demo ERP as a program. Prints one line of JSON when it is ready, {"endpoint":…,"control":…}, and nothing else.
 * Ends on SIGTERM, SIGINT and, where --end-with-stdin is given, when whoever started it has closed its input or died.
 */

const USAGE = 'Usage: main.ts --port N --control-port N --data DIR [--today yyyy-mm-dd] [--small] [--end-with-stdin]';

const fatal = (sentence: string): never => {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
};

function readArguments() {
  try {
    return parseArgs({
      options: {
        port: { type: 'string', default: '0' },
        'control-port': { type: 'string', default: '0' },
        data: { type: 'string' },
        today: { type: 'string' },
        small: { type: 'boolean', default: false },
        'end-with-stdin': { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return fatal(`${error instanceof Error ? error.message : 'The arguments are not valid.'}\n${USAGE}`);
  }
}

const portOf = (name: string, text: string): number => {
  const port = Number(text);
  return /^\d{1,5}$/.test(text) && port <= 65_535 ? port : fatal(`--${name} is not a port: ${text}\n${USAGE}`);
};

/** The day as the calendar on the wall has it. */
function localToday(): string {
  const now = new Date();
  const two = (number: number) => String(number).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

const wished = readArguments();
const today = wished.today ?? localToday();
if (!/^\d{4}-\d{2}-\d{2}$/.test(today) || Number.isNaN(Date.parse(today)))
  fatal(`--today is not a day: ${today}\n${USAGE}`);
const dataDir = wished.data ?? fatal(`--data is missing.\n${USAGE}`);
const password = process.env.ERP_PASSWORD;

try {
  const erp = await startErp({
    dataDir,
    port: portOf('port', wished.port),
    controlPort: portOf('control-port', wished['control-port']),
    today,
    seedSize: wished.small ? 'small' : 'full',
    ...(password === undefined || password === '' ? {} : { password }),
  });
  const end = () => {
    erp.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  if (wished['end-with-stdin']) process.stdin.once('end', end).once('error', end).resume();
  process.stdout.write(`${JSON.stringify({ endpoint: erp.endpoint, control: erp.controlUrl })}\n`);
} catch (error) {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE' && 'port' in error;
  const reason = taken ? `Port ${error.port} is taken by another program.` : String(error);
  fatal(`The demo ERP cannot start: ${reason}`);
}
