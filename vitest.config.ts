import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';
import { bindings } from './test/gateway/bindings.ts';

/** What is waited for comes by an event: a busy machine may take its time. */
const POLL_MS = 10_000;

/** One command, two runtimes: the gateway's tests run inside workerd, all others in Node. */
export default defineConfig({
  test: {
    reporters: ['default', './test/closing-line.ts'],
    projects: [
      {
        plugins: [
          cloudflareTest(({ inject }) => ({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: { bindings: bindings(inject('hubspotUrl')) },
          })),
        ],
        test: {
          name: 'workerd',
          include: ['gateway/**/*.test.ts', 'test/gateway/**/*.test.ts'],
          globalSetup: './test/gateway/hubspot-server.ts',
          // One stand-in CRM for all of them: a fault ordered by one file must not reach another.
          fileParallelism: false,
          silent: 'passed-only',
          // A CRM that asks for a pause of ten seconds gets it, also in a test.
          testTimeout: 30_000,
          expect: { poll: { timeout: POLL_MS } },
        },
      },
      {
        test: {
          name: 'node',
          include: ['contracts/**/*.test.ts', 'agent/**/*.test.ts', 'extension/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**', 'test/gateway/**'],
          environment: 'node',
          testTimeout: 30_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: POLL_MS } },
        },
      },
    ],
  },
});
