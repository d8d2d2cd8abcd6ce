import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';
import { LinkSocket } from './link-socket.ts';

describe('a link’s socket', () => {
  it('holds what is sent in one turn, and lets it go in order at its end', async () => {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    const heard: string[] = [];
    const all = new Promise<void>((resolve) => {
      server.on('connection', (peer) => peer.on('message', (text) => heard.push(String(text)) === 4 && resolve()));
    });
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const socket = new LinkSocket(new URL(`ws://127.0.0.1:${port}`), {});
    onTestFinished(() => {
      socket.terminate();
      server.close();
    });
    const upgraded = once(socket, 'upgrade');
    await once(socket, 'open');
    const stream = (await upgraded)[0].socket as Socket;

    for (const text of ['1', '2', '3']) socket.sendSoon(text);
    expect(stream.writableCorked).toBe(1);
    await nextTurn();
    expect(stream.writableCorked).toBe(0);
    socket.sendSoon('4');
    await all;
    expect(heard).toEqual(['1', '2', '3', '4']);
  });
});
