import { parseArgs } from 'node:util';
import { WebSocket } from 'ws';
import { untilAskedToEnd } from '../../extension/preview/process-end.ts';

/** The far end of the bare tunnel (workers/echo.ts): answers every call with so many bytes. Prints {} when it is linked. */
const { values } = parseArgs({
  options: {
    gateway: { type: 'string', default: '' },
    bytes: { type: 'string', default: '0' },
    'end-with-stdin': { type: 'boolean', default: false },
  },
});
const answer = 'x'.repeat(Number(values.bytes));
const socket = new WebSocket(`${values.gateway.replace('http:', 'ws:')}/socket`, { perMessageDeflate: false });
socket.on('message', (id) => socket.send(`${String(id)} ${answer}`));
socket.once('open', () => process.stdout.write('{}\n'));
await untilAskedToEnd({ endWithStdin: values['end-with-stdin'] });
socket.terminate();
