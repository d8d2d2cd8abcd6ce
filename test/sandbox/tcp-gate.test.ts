import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { TcpGate } from './tcp-gate.ts';

/** A gate before a server, and one connection through it. */
async function stage() {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const gate = await TcpGate.open(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  onTestFinished(async () => {
    await gate.close();
    await new Promise((resolve) => server.close(resolve));
  });
  const dial = async (): Promise<{ inner: Socket; outer: Socket }> => {
    const connected = once(server, 'connection');
    const inner = createConnection({ host: '127.0.0.1', port: Number(new URL(gate.url).port) });
    inner.on('error', () => {});
    const [outer] = (await connected) as [Socket];
    outer.on('error', () => {});
    return { inner, outer };
  };
  return { gate, dial };
}

const heard = async (socket: Socket): Promise<string> => String((await once(socket, 'data'))[0]);

it('bytes pass both ways, and a close is passed on', async () => {
  const { inner, outer } = await (await stage()).dial();
  inner.write('up');
  expect(await heard(outer)).toBe('up');
  outer.write('down');
  expect(await heard(inner)).toBe('down');
  const closed = once(outer, 'close');
  inner.end();
  await closed;
});

it('what is held arrives late, also on a connection that was made meanwhile and is closed again', async () => {
  const { gate, dial } = await stage();
  const old = await dial();
  const release = gate.hold();
  const fresh = await dial();
  const arrived: string[] = [];
  for (const { outer } of [old, fresh]) outer.on('data', (bytes) => arrived.push(String(bytes)));
  old.inner.write('old');
  fresh.inner.end('fresh');
  await once(fresh.inner, 'close').catch(() => {});
  expect(arrived).toEqual([]);
  release('deliver');
  await expect.poll(() => arrived.toSorted()).toEqual(['fresh', 'old']);
});

it('what is held is gone when it is dropped', async () => {
  const { gate, dial } = await stage();
  const { inner, outer } = await dial();
  const release = gate.hold();
  let bytes = 0;
  outer.on('data', (piece) => {
    bytes += piece.length;
  });
  inner.write('lost');
  const closed = once(outer, 'close');
  release('drop');
  await closed;
  expect(bytes).toBe(0);
});

it('a piece that is torn arrives by half, and both sides are closed', async () => {
  const { gate, dial } = await stage();
  gate.tap = (way, piece, connection) => {
    connection.tear(way, piece);
    return false;
  };
  const { inner, outer } = await dial();
  const closed = Promise.all([once(inner, 'close'), once(outer, 'close')]);
  inner.resume();
  inner.write('12345678');
  expect(await heard(outer)).toBe('1234');
  await closed;
});

it('a piece that is stopped at the gate never arrives, a later one does', async () => {
  const { gate, dial } = await stage();
  const { promise: stopped, resolve } = Promise.withResolvers<void>();
  gate.tap = () => {
    gate.tap = () => true;
    resolve();
    return false;
  };
  const { inner, outer } = await dial();
  inner.write('stopped');
  await stopped;
  inner.write('passed');
  expect(await heard(outer)).toBe('passed');
});
