import { join } from 'node:path';
import { HUBSPOT_ACCOUNT } from '../sandbox/hubspot/account.ts';
import { startAgent } from './agent.ts';
import type { Bench } from './bench.ts';
import { buildWorker, Operator, startGateway } from './gateway.ts';
import { HttpClient } from './http-client.ts';

/** The product's tunnel without its card route (workers/raw.ts), to the same ERP as the rig's. */
export interface RawTunnel {
  call(itemIds: readonly string[]): Promise<void>;
  /** By what they are. */
  pids: Record<string, number>;
  stop(): Promise<void>;
}

export async function openRawTunnel(bench: Bench): Promise<RawTunnel> {
  const { onLine } = bench;
  const rig = await bench.rig();
  const dir = join(bench.dir, 'raw-tunnel');
  const hubspotUrl = await bench.hubspot();
  const gateway = await startGateway({ dir, bundle: buildWorker('raw'), hubspotUrl, onLine });
  const operator = new Operator(gateway);
  const tenantId = await operator.tenant(String(HUBSPOT_ACCOUNT.portalId));
  const { erp, erpPassword } = rig;
  const agent = await startAgent(
    {
      home: join(dir, 'agent'),
      gateway: gateway.url,
      erpEndpoint: erp.endpoint,
      erpPassword,
      profileDir: bench.profileDir,
      onLine,
    },
    () => operator.code(tenantId),
  );
  const http = new HttpClient(gateway.url);
  return {
    async call(itemIds) {
      const path = `/bench/raw/${tenantId}?${itemIds.join(',')}`;
      const { status, body } = await http.call({ method: 'GET', path });
      if (status !== 200 || !body.startsWith('{"ok":true'))
        throw new Error(`a raw call was answered ${status}: ${body.slice(0, 200)}`);
    },
    pids: { agent: agent.process.pid ?? 0, gateway: gateway.pid(), erp: erp.pid(), generator: process.pid },
    async stop() {
      http.close();
      await agent.stop();
      await gateway.stop();
    },
  };
}
