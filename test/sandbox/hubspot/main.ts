import { parseArgs } from 'node:util';
import { untilAskedToEnd } from '../../../extension/preview/process-end.ts';
import { startHubspot } from './server.ts';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '0' }, 'end-with-stdin': { type: 'boolean', default: false } },
});

const hubspot = await startHubspot({ port: Number(values.port) });
process.stdout.write(`${JSON.stringify({ url: hubspot.url })}\n`);
await untilAskedToEnd({ endWithStdin: values['end-with-stdin'] });
await hubspot.close();
