import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildAll } from '../build.ts';
import { type Stack, startStack } from '../sandbox/stack.ts';
import { type BulkFindings, sendInBulk } from './bulk.ts';
import { ensureChromium, openChromium } from './chromium.ts';
import { type JourneyFindings, takeJourney } from './journey.ts';
import { type SettlingFindings, settleByHand } from './settling.ts';
import { photographStates, type StateFindings, WALKED_THROUGH } from './states.ts';

/** `npm run -s journey`: starts all of it on free ports and walks through it as a salesperson. */

const USAGE = `Usage: npm run -s journey -- [--json] [--shots DIR] [--agent-off] [--answer-lost] [--by-hand] [--bulk] [--states]
  --json         the last line is the findings as JSON
  --shots DIR    a PNG picture of each step
  --agent-off    the agent is stopped before the push and started again after it
  --answer-lost  the ERP makes the order and never answers
  --by-hand      another way: a deal that is blocked, one whose customer is not certain, one that is parked
  --bulk         another way: two won deals of a company are sent together
  --states       every state that the cards were designed for, and what axe finds in each
`;

function readOptions() {
  try {
    const flag = { type: 'boolean', default: false } as const;
    return parseArgs({
      options: {
        json: flag,
        shots: { type: 'string' },
        'agent-off': flag,
        'answer-lost': flag,
        'by-hand': flag,
        bulk: flag,
        states: flag,
        help: flag,
      },
    }).values;
  } catch (error) {
    process.stderr.write(`Error: ${error instanceof Error ? error.message : 'unknown option'}\n${USAGE}`);
    process.exit(2);
  }
}

type Findings = BulkFindings | JourneyFindings | SettlingFindings | StateFindings;

/** What is off, in words; null: nothing. */
function reasonOf(findings: Findings): string | null {
  if ('states' in findings) return findings.accessibility[0] ?? null;
  if ('bulkOrders' in findings) {
    if (findings.bulkIds.length !== 1) return 'a double click made more than one bulk';
    return findings.evidence.map(evidenceProblem).find((problem) => problem !== null) ?? null;
  }
  if ('settledOrder' in findings) return findings.sendShut ? evidenceProblem(findings) : 'a blocked deal could be sent';
  if (findings.ordersShown === 0) return 'the card showed no orders';
  if (findings.pushedOrder === '') return 'no order number was shown';
  return evidenceProblem(findings);
}

function evidenceProblem(findings: { ordersInErpForReference: number; writtenBack: boolean }): string | null {
  if (findings.ordersInErpForReference !== 1) return 'the ERP does not have exactly this one order for the reference';
  if (!findings.writtenBack) return 'the deal does not carry the order number';
  return null;
}

const options = readOptions();
if (options.help) {
  process.stdout.write(USAGE);
  process.exit(0);
}
const say = (text: string): void => {
  process.stderr.write(text);
};
const dir = mkdtempSync(join(tmpdir(), 'drawbridge-journey-'));
const logs: string[] = [];
let stack: Stack | null = null;
let outcome: ({ ok: true } & Findings) | ({ ok: false; reason: string } & Partial<Findings>);
try {
  ensureChromium(say);
  await buildAll();
  say('  ✓ built\n');
  stack = await startStack({
    dir,
    port: 0,
    ...(options.states ? WALKED_THROUGH : {}),
    onLine: (name, line) => logs.push(`${name} ${line}`),
    onPart: (name) => say(`  ✓ ${name}\n`),
  });
  const browser = await openChromium();
  try {
    const mishaps = { agentOff: options['agent-off'], answerLost: options['answer-lost'] };
    const shotsDir = options.shots ?? null;
    const findings = options.states
      ? await photographStates(stack, browser, shotsDir)
      : options['by-hand']
        ? await settleByHand(stack, browser, shotsDir)
        : options.bulk
          ? await sendInBulk(stack, browser, shotsDir)
          : await takeJourney(stack, browser, shotsDir, mishaps);
    const reason = reasonOf(findings);
    outcome = reason === null ? { ok: true, ...findings } : { ok: false, reason, ...findings };
  } finally {
    await browser.close();
  }
} catch (error) {
  outcome = { ok: false, reason: error instanceof Error ? error.message : String(error) };
} finally {
  await stack?.stop();
  rmSync(dir, { recursive: true, force: true });
}
if (!outcome.ok) say(`${logs.slice(-40).join('\n')}\n`);
if (options.json) process.stdout.write(`${JSON.stringify(outcome)}\n`);
else if (outcome.ok) {
  process.stdout.write(
    'states' in outcome
      ? `${outcome.states.length} states were shown, and axe finds nothing wrong with any.\n`
      : 'bulkOrders' in outcome
        ? `Orders ${outcome.bulkOrders.join(' and ')} are in the ERP once each and on their deals.\n`
        : 'settledOrder' in outcome
          ? `Order ${outcome.settledOrder} was named by hand, is in the ERP once and on the deal.\n`
          : `Order ${outcome.pushedOrder} is in the ERP once and on the deal; the card took ${outcome.panelMs} ms.\n`,
  );
} else process.stdout.write(`The journey failed: ${outcome.reason}\n`);
process.exit(outcome.ok ? 0 : 1);
