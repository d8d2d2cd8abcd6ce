import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { untilAskedToEnd } from './process-end.ts';
import { startPreview } from './server.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    gateway: { type: 'string' },
    'public-url': { type: 'string' },
    hubspot: { type: 'string' },
    bundles: { type: 'string', default: join(import.meta.dirname, '../hubspot/dist') },
    'erp-control': { type: 'string' },
    'host-control': { type: 'string' },
    'end-with-stdin': { type: 'boolean', default: false },
  },
});

const clientSecret = process.env.CLIENT_SECRET;
if (values.gateway === undefined || values.hubspot === undefined || !clientSecret) {
  process.stderr.write(
    'Error: --gateway URL and --hubspot URL are needed, and the app’s secret in CLIENT_SECRET.\n' +
      'Try: CLIENT_SECRET=… node extension/preview/main.ts --gateway http://127.0.0.1:8787 --hubspot http://127.0.0.1:8788\n',
  );
  process.exit(2);
}

const preview = await startPreview({
  port: Number(values.port),
  gateway: values.gateway,
  hubspot: values.hubspot,
  bundles: values.bundles,
  clientSecret,
  erpControl: values['erp-control'] ?? null,
  hostControl: values['host-control'] ?? null,
  ...(values['public-url'] === undefined ? {} : { publicUrl: values['public-url'] }),
});
process.stdout.write(`${JSON.stringify({ url: preview.url })}\n`);
await untilAskedToEnd({ endWithStdin: values['end-with-stdin'] });
await preview.close();
