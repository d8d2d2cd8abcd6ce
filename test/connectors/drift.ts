import { join } from 'node:path';
import { CONNECTORS, connectorNames, DEMO, readCases } from './cases.ts';
import { ANSWER_CHANGES, HARMLESS_ANSWERS } from './drift/answer-changes.ts';
import { answerTrial, recordTraffic, type Traffic } from './drift/answer-trial.ts';
import { BREAKING, HARMLESS } from './drift/wsdl-changes.ts';
import { type Subject, subjectOf, wsdlTrial } from './drift/wsdl-trial.ts';
import { openFolder } from './wsdl-folder.ts';

/** Of 100: so many are changes of a WSDL, the others of answers. */
const WSDL_SHARE = 64;
const EACH = 100;
/** Attempts at a change that applies: a name may be declared in a way that a change does not know. */
const TRIES = EACH * 20;

export interface DriftVerdict {
  changes: number;
  /** Found different; where a write uses the place, that write was stopped. */
  noticed: number;
  harmless: number;
  false_alarms: number;
  missed: string[];
}

interface Tally {
  done: number;
  missed: string[];
}

const at = <T>(list: readonly T[], index: number): T => {
  const found = list[index % list.length];
  if (found === undefined) throw new Error('an empty list');
  return found;
};

async function wsdlChanges(subjects: readonly Subject[], wanted: number, isHarmless: boolean): Promise<Tally> {
  const kinds = Object.entries(isHarmless ? HARMLESS : BREAKING);
  const missed: string[] = [];
  let done = 0;
  for (let turn = 0; done < wanted && turn < TRIES; turn += 1) {
    const subject = at(subjects, turn);
    const [kind, change] = at(kinds, Math.floor(turn / subjects.length));
    // 7 has no factor in common with the lengths of the lists for long: every name comes up.
    const name = at(subject.names, turn * 7);
    const outcome = await wsdlTrial(subject, change, name, at(subject.namespaces, turn));
    if (outcome === null) continue;
    done += 1;
    const label = `${subject.name}: ${kind} ${name}`;
    const isOfName = kind !== 'moved namespace';
    const writesStand = isOfName && subject.writeNames.has(name) && outcome.stops.length === 0;
    if (isHarmless ? outcome.changes > 0 : outcome.changes === 0 || writesStand) missed.push(label);
  }
  return { done, missed };
}

async function answerChanges(traffic: Traffic, wanted: number, isHarmless: boolean): Promise<Tally> {
  const kinds = isHarmless ? HARMLESS_ANSWERS : ANSWER_CHANGES;
  const missed: string[] = [];
  for (let turn = 0; turn < wanted; turn += 1) {
    const kind = at(kinds, turn);
    const outcome = await answerTrial(traffic, kind, Math.floor(turn / kinds.length));
    const isMissed = outcome.changes === 0 || (kind.stops && !outcome.stops.includes('order.create'));
    if (isHarmless ? outcome.changes > 0 : isMissed)
      missed.push(`answers: ${kind.name} (customer ${Math.floor(turn / kinds.length)})`);
  }
  return { done: wanted, missed };
}

/** Runs all changes over the demo connector, and over the vendors' WSDLs where they are present. */
export async function measureDrift(customerIds: readonly string[]): Promise<DriftVerdict> {
  const demo = join(CONNECTORS, DEMO);
  const others = connectorNames().filter((name) => name !== DEMO);
  const folders = others.map((name) => ({ name, open: openFolder(name, readCases(name).erp) }));
  try {
    const found = [await subjectOf(DEMO, demo)];
    for (const { name, open } of folders) if (open !== null) found.push(await subjectOf(name, open.folder));
    const subjects = found.filter((subject) => subject !== null);
    const traffic = await recordTraffic(demo, customerIds);
    const breaking = [
      await wsdlChanges(subjects, WSDL_SHARE, false),
      await answerChanges(traffic, EACH - WSDL_SHARE, false),
    ];
    const harmless = [
      await wsdlChanges(subjects, WSDL_SHARE, true),
      await answerChanges(traffic, EACH - WSDL_SHARE, true),
    ];
    const sum = (tallies: readonly Tally[]) => ({
      done: tallies.reduce((total, { done }) => total + done, 0),
      missed: tallies.flatMap(({ missed }) => missed),
    });
    const [real, calm] = [sum(breaking), sum(harmless)];
    return {
      changes: real.done,
      noticed: real.done - real.missed.length,
      harmless: calm.done,
      false_alarms: calm.missed.length,
      missed: [...real.missed, ...calm.missed.map((label) => `false alarm: ${label}`)],
    };
  } finally {
    for (const { open } of folders) open?.close();
  }
}

/** Customers of the demo ERP with orders, invoices and payments. */
const CUSTOMERS = ['10447', '10452', '10461', '10473'];

/** `npm run -s connectors -- drift [--json]`. @returns the exit code */
export async function driftMain(argv: readonly string[]): Promise<number> {
  const verdict = await measureDrift(CUSTOMERS);
  const { changes, noticed, harmless, false_alarms, missed } = verdict;
  if (argv.includes('--json')) process.stdout.write(`${JSON.stringify(verdict)}\n`);
  else {
    process.stdout.write(`${noticed} of ${changes} changes noticed, ${false_alarms} false alarms in ${harmless}\n`);
    for (const label of missed) process.stdout.write(`  ${label}\n`);
  }
  return changes >= EACH && noticed >= 95 && harmless >= EACH && false_alarms === 0 ? 0 : 1;
}
