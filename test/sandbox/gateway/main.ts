import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Log, LogLevel, Miniflare } from 'miniflare';
import { unstable_readConfig as readWranglerConfig } from 'wrangler';
import { untilAskedToEnd } from '../../../extension/preview/process-end.ts';

/**
 * The gateway as a program: the bundle that would be deployed, in real workerd, with its storage on disk.
 * Bindings and compatibility come from wrangler.toml; text settings from the environment, as `GATEWAY_<NAME>`.
 * Prints one line of JSON when ready, {"url":…}.
 */
const { values } = parseArgs({
  options: {
    bundle: { type: 'string' },
    data: { type: 'string' },
    port: { type: 'string', default: '0' },
    'end-with-stdin': { type: 'boolean', default: false },
  },
});
if (values.bundle === undefined || values.data === undefined) {
  process.stderr.write('Error: --bundle FILE and --data DIR are needed.\nTry: npm start\n');
  process.exit(2);
}

/** The part of wrangler.toml that is read here; the types of the package do not say. */
interface WranglerConfig {
  name?: string;
  compatibility_date: string;
  compatibility_flags: string[];
  durable_objects: { bindings: { name: string; class_name: string }[] };
}
const config = readWranglerConfig({ config: 'wrangler.toml' }) as WranglerConfig;
const { name = 'gateway', compatibility_date, compatibility_flags, durable_objects } = config;
const objects = durable_objects.bindings.map(({ name: binding, class_name }) => ({ binding, exportName: class_name }));
const settings = Object.entries(process.env).flatMap(([key, value]) =>
  key.startsWith('GATEWAY_') && value !== undefined ? [[key.slice('GATEWAY_'.length), value] as const] : [],
);

const workerd = new Miniflare({
  host: '127.0.0.1',
  cf: false,
  telemetry: { enabled: false },
  log: new Log(LogLevel.ERROR),
  resourcePersistencePath: values.data,
  workers: [
    {
      // Straight to the Worker, as in production: miniflare's own front costs as much as a fifth of our gateway.
      dev: { unsafeDirectSockets: [{ host: '127.0.0.1', port: Number(values.port) }] },
      config: {
        name,
        compatibilityDate: compatibility_date,
        compatibilityFlags: compatibility_flags,
        manifest: {
          mainModule: 'worker.js',
          modules: { 'worker.js': { type: 'esm', contents: readFileSync(values.bundle, 'utf8') } },
        },
        env: {
          ...Object.fromEntries(settings.map(([key, value]) => [key, { type: 'text' as const, value }])),
          ...Object.fromEntries(
            objects.map(({ binding, exportName }) => [
              binding,
              { type: 'durable-object' as const, worker: name, exportName },
            ]),
          ),
        },
        exports: Object.fromEntries(
          objects.map(({ exportName }) => [
            exportName,
            { type: 'durable-object' as const, storage: 'sqlite' as const },
          ]),
        ),
      },
    },
  ],
});
await workerd.ready;
const url = await workerd.unsafeGetDirectURL();
process.stdout.write(`${JSON.stringify({ url: url.origin })}\n`);
await untilAskedToEnd({ endWithStdin: values['end-with-stdin'] });
await workerd.dispose();
