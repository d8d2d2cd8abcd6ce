import { join } from 'node:path';
import { GATEWAY_BUNDLE } from '../build.ts';
import { HUBSPOT_ACCOUNT } from '../sandbox/hubspot/account.ts';
import { type Program, startProgram } from '../sandbox/program.ts';
import { sandboxSecrets } from '../sandbox/secrets.ts';
import { startAgent } from './agent.ts';
import { CardClient } from './card-client.ts';
import { BenchErp, type ErpContent, readContent } from './erp.ts';
import { type Gateway, Operator, startGateway } from './gateway.ts';
import { linkCompanies } from './tenant-store.ts';

export type OnLine = (name: string, line: string) => void;

/** The whole product with one tenant and one real agent, each part its own process. */
export interface Rig {
  erp: BenchErp;
  /** A second ERP with the same content, called straight: what the first counts stays the agent's own. */
  directErp: BenchErp;
  erpPassword: string;
  content: ErpContent;
  gateway: Gateway;
  agent: Program;
  cards: CardClient;
  stop(): Promise<void>;
}

/** The company of a customer; all of them are linked beforehand. */
export const companyOf = (customerId: string): string => `9${customerId.padStart(9, '0')}`;

export const startHubspot = (onLine: OnLine): Promise<Program> =>
  startProgram({
    name: 'hubspot',
    args: [join(import.meta.dirname, '../sandbox/hubspot/main.ts')],
    announces: true,
    onLine,
  });

export async function startRig(dir: string, profileDir: string | null, onLine: OnLine): Promise<Rig> {
  const started: { stop(): Promise<void> }[] = [];
  const keep = <T extends { stop(): Promise<void> }>(part: T): T => {
    started.push(part);
    return part;
  };
  const stop = async (): Promise<void> => {
    for (const part of started.splice(0).reverse()) await part.stop();
  };
  try {
    const { erpPassword } = sandboxSecrets(dir);
    const erp = keep(await BenchErp.start(dir, 'erp', erpPassword, onLine));
    const directErp = keep(await BenchErp.start(dir, 'direct-erp', erpPassword, onLine, erp));
    const content = readContent(erp);
    const hubspot = keep(await startHubspot(onLine));
    const gateway = keep(
      await startGateway({ dir, bundle: GATEWAY_BUNDLE, hubspotUrl: hubspot.ready?.url ?? '', onLine }),
    );
    const operator = new Operator(gateway);
    const tenantId = await operator.tenant(String(HUBSPOT_ACCOUNT.portalId));
    await gateway.stop();
    linkCompanies(
      gateway.dataDir,
      content.customers.map(({ customerId }) => ({ companyId: companyOf(customerId), customerId })),
    );
    await gateway.start();
    const home = join(dir, 'agent');
    const agent = keep(
      await startAgent({ home, gateway: gateway.url, erpEndpoint: erp.endpoint, erpPassword, profileDir, onLine }, () =>
        operator.code(tenantId),
      ),
    );
    const cards = new CardClient(gateway.url);
    keep({ stop: async () => cards.close() });
    return { erp, directErp, erpPassword, content, gateway, agent, cards, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
