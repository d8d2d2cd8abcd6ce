import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

/** One command, two runtimes: the gateway's tests run inside workerd, all others in Node. */
export default defineConfig({
  test: {
    projects: [
      {
        plugins: [cloudflareTest({ wrangler: { configPath: './wrangler.toml' } })],
        test: { name: 'workerd', include: ['gateway/**/*.test.ts'] },
      },
      {
        test: {
          name: 'node',
          include: ['contracts/**/*.test.ts', 'agent/**/*.test.ts', 'extension/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          environment: 'node',
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
