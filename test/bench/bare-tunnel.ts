import { join } from 'node:path';
import { startProgram } from '../sandbox/program.ts';
import type { Bench } from './bench.ts';
import { buildWorker, startGateway } from './gateway.ts';
import { HttpClient } from './http-client.ts';

/** The least that a tunnel on this platform can be, with answers of so many bytes (workers/echo.ts). */
export interface BareTunnel {
  call(): Promise<void>;
  /** By what they are. */
  pids: Record<string, number>;
  stop(): Promise<void>;
}

export async function openBareTunnel(bench: Bench, bytes: number): Promise<BareTunnel> {
  const { onLine } = bench;
  const gateway = await startGateway({
    dir: join(bench.dir, 'bare-tunnel'),
    bundle: buildWorker('echo'),
    hubspotUrl: await bench.hubspot(),
    onLine,
  });
  const args = [join(import.meta.dirname, 'echo-peer.ts'), '--gateway', gateway.url, '--bytes', String(bytes)];
  const peer = await startProgram({ name: 'echo-peer', args, announces: true, onLine });
  const http = new HttpClient(gateway.url);
  return {
    async call() {
      const { status, body } = await http.call({ method: 'GET', path: '/call' });
      if (status !== 200 || body.length !== bytes) throw new Error(`the bare tunnel answered ${status}`);
    },
    pids: { peer: peer.process.pid ?? 0, gateway: gateway.pid() },
    async stop() {
      http.close();
      await peer.stop();
      await gateway.stop();
    },
  };
}
