import { parseArgs } from 'node:util';
import { explore } from './explore.ts';
import { INSTANCES, QUICK } from './instances.ts';

/** `npm run -s model -- [--json] [--quick] [--only NAME]`: every state of a small world around the push machine. */

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
});

const startedMs = performance.now();
const total = { states: 0, transitions: 0, depth: 0, violations: 0, seconds: 0 };
const seen: Record<string, number> = {};
for (const { name, ...instance } of values.quick ? QUICK : INSTANCES) {
  if (values.only !== undefined && name !== values.only) continue;
  const beganMs = performance.now();
  const found = explore(instance);
  const seconds = Math.round((performance.now() - beganMs) / 100) / 10;
  process.stderr.write(
    `${name}: ${found.states} states, ${found.transitions} transitions, depth ${found.depth}, ${seconds} s\n`,
  );
  total.states += found.states;
  total.transitions += found.transitions;
  total.depth = Math.max(total.depth, found.depth);
  for (const [what, count] of Object.entries(found.seen)) seen[what] = (seen[what] ?? 0) + count;
  if (found.wrong === null) continue;
  total.violations += 1;
  process.stderr.write(`  ${found.wrong}\n${found.path.map((move, at) => `  ${at + 1}. ${move}\n`).join('')}`);
}
total.seconds = Math.round((performance.now() - startedMs) / 100) / 10;
for (const [what, count] of Object.entries(seen)) process.stderr.write(`${what}: ${count}\n`);
if (values.json) process.stdout.write(`${JSON.stringify(total)}\n`);
else process.stdout.write(`${total.states} states, ${total.transitions} transitions, ${total.violations} violations\n`);
process.exit(total.violations > 0 || total.states === 0 ? 1 : 0);
