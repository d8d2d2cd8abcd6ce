import { parseArgs } from 'node:util';
import { untilAskedToEnd } from '../../../extension/preview/process-end.ts';
import { startHubspot } from './server.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    /** Instead of HubSpot's own limit, where that is not what is measured. */
    'requests-per-window': { type: 'string' },
    'end-with-stdin': { type: 'boolean', default: false },
  },
});

const hubspot = await startHubspot({
  port: Number(values.port),
  ...(values['requests-per-window'] === undefined ? {} : { requestsMax: Number(values['requests-per-window']) }),
});
process.stdout.write(`${JSON.stringify({ url: hubspot.url })}\n`);
await untilAskedToEnd({ endWithStdin: values['end-with-stdin'] });
await hubspot.close();
