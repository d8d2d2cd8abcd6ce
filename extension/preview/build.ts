import { join } from 'node:path';
import { build } from 'vite';

const HERE = import.meta.dirname;

/** Builds the page and the worker that runs a card's bundle. */
export async function buildPreview(outDir: string = join(HERE, 'dist')): Promise<void> {
  await asProduction(() => buildBoth(outDir));
}

/** Runs a build as one for production, also in a test run: otherwise React's development runtime gets into it. */
export async function asProduction<T>(build: () => Promise<T>): Promise<T> {
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  try {
    return await build();
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
}

async function buildBoth(outDir: string): Promise<void> {
  const root = join(HERE, 'page');
  const shared = {
    root,
    configFile: false as const,
    logLevel: 'warn' as const,
    define: { 'process.env.NODE_ENV': JSON.stringify('production') },
  };
  await build({ ...shared, base: '/', build: { outDir, emptyOutDir: true, modulePreload: { polyfill: false } } });
  await build({
    ...shared,
    build: {
      outDir: join(outDir, 'assets'),
      emptyOutDir: false,
      copyPublicDir: false,
      // A classic script: only such a worker has importScripts, which is how bundles are loaded.
      lib: {
        entry: join(root, 'src/worker/card-worker.ts'),
        name: 'CardWorker',
        formats: ['iife'],
        fileName: () => 'card-worker.js',
      },
    },
  });
}

if (import.meta.main) await buildPreview();
