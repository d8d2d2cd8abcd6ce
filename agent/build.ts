import { cp, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const HERE = import.meta.dirname;

/** The agent as it is installed: one file for Node, with the connectors beside it. */
export const AGENT_PROGRAM = join(HERE, '../dist/agent/drawbridge.mjs');

/** zod brings its sentences in 50 languages, a third of the program; ours are for logs, and in one. */
const oneLanguage: Plugin = {
  name: 'one-language',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.\/locales\/index\.js$/ }, ({ importer, resolveDir }) =>
      importer.includes('zod') ? { path: join(resolveDir, '../locales/en.js') } : undefined,
    );
  },
};

/** Some packages still ask for Node's own modules by `require`. */
const REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/**
 * Builds the program from its sources in a fraction of a second, so whoever starts it builds it first, and nobody ever
 * runs an old one. Any number of builds may run at once: each file is replaced whole.
 */
export async function buildAgent(program: string = AGENT_PROGRAM): Promise<void> {
  const made = `${program}.${process.pid}`;
  await build({
    entryPoints: [join(HERE, 'launch.ts')],
    outfile: made,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    minify: true,
    // The licences of what is bundled ask to be kept.
    legalComments: 'eof',
    plugins: [oneLanguage],
    banner: { js: REQUIRE },
    logLevel: 'error',
  });
  await cp(join(HERE, 'connectors'), join(program, '../connectors'), { recursive: true });
  await rename(made, program);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAgent();
