import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildAll } from './build.ts';
import { ensureChromium } from './journey/chromium.ts';

/** `npm test`: finds or installs a browser, builds everything, runs every test. Arguments go to vitest. */

const root = join(import.meta.dirname, '..');
try {
  ensureChromium((text) => process.stdout.write(text));
  await buildAll();
} catch (error) {
  process.stderr.write(`Error: ${error instanceof Error ? error.message : String(error)}\n`);
  process.stdout.write('\n0 passed, 1 failed\n');
  process.exit(1);
}
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const { status } = spawnSync(process.execPath, [vitest, 'run', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
process.exit(status ?? 1);
