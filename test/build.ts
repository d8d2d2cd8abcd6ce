import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Where the built gateway is: what a deploy would upload. */
export const GATEWAY_BUNDLE = join(root, '.drawbridge/build/gateway/worker.js');
export const CARD_BUNDLES = join(root, 'extension/hubspot/dist');

const STEPS: readonly { name: string; args: string[] }[] = [
  {
    name: 'gateway',
    args: [
      join(root, 'node_modules/wrangler/bin/wrangler.js'),
      'deploy',
      '--dry-run',
      '--outdir',
      join(root, '.drawbridge/build/gateway'),
    ],
  },
  { name: 'agent', args: [join(root, 'agent/build.ts')] },
  { name: 'cards', args: [join(root, 'extension/hubspot/build.ts')] },
  { name: 'preview', args: [join(root, 'extension/preview/build.ts')] },
];

/** Builds everything that is built: the Worker, the agent's program, the HubSpot cards with HubSpot's own tool, the preview page. */
export async function buildAll(): Promise<void> {
  await Promise.all(STEPS.map(({ name, args }) => run(name, args)));
}

/** The Worker alone. */
export async function buildGateway(): Promise<void> {
  await Promise.all(STEPS.filter(({ name }) => name === 'gateway').map(({ name, args }) => run(name, args)));
}

function run(name: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, WRANGLER_SEND_METRICS: 'false', CI: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    // Not at its exit: what went wrong may come after it.
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`building the ${name} failed:\n${output}`)),
    );
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildAll();
  process.stdout.write('Built: gateway, agent, cards, preview.\n');
}
