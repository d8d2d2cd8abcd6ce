import type { CommandName } from '#contracts/commands';
import { DriftWatch } from '../../../agent/drift/drift-watch.ts';
import { type Connector, loadConnector } from '../../../agent/erp/connector/load.ts';
import type { GoldenCase } from '../../../agent/golden/case-file.ts';
import { recordCase } from '../../../agent/golden/record.ts';
import { replayCase } from '../../../agent/golden/replay.ts';
import { LOGIN, startErp } from '../../sandbox/erp/server.ts';
import type { AnswerChange } from './answer-changes.ts';

/** Traffic of the real demo ERP: of some customers to learn from, of others to look at. */
export interface Traffic {
  connector: Connector;
  /** One customer's questions each. */
  customers: GoldenCase[][];
}

const page = { openOnly: false, cursor: null, limit: 20 };
const asksOf = (customerId: string): { command: CommandName; input: Record<string, unknown> }[] => [
  { command: 'customer.read', input: { customerId } },
  { command: 'order.list', input: { customerId, ...page } },
  { command: 'invoice.list', input: { customerId, ...page } },
  { command: 'payment.list', input: { customerId, cursor: null, limit: 20 } },
];

export async function recordTraffic(connectorDir: string, customerIds: readonly string[]): Promise<Traffic> {
  const erp = await startErp({
    dataDir: null,
    port: 0,
    controlPort: 0,
    today: '2026-11-21',
    seedSize: 'small',
    latency: null,
  });
  try {
    const settings = { endpoint: erp.endpoint, ...LOGIN };
    const connector = await loadConnector(connectorDir);
    if (!connector.ok) throw new Error(connector.error.detail ?? '');
    const customers: GoldenCase[][] = [];
    for (const customerId of customerIds) {
      const cases: GoldenCase[] = [];
      for (const asked of asksOf(customerId)) {
        const made = await recordCase({ connectorDir, settings, asked, effect: 'hold', pseudonyms: null });
        if (!made.ok) throw new Error(`${asked.command}: ${made.error.message}`);
        cases.push(made.value);
      }
      customers.push(cases);
    }
    return { connector: connector.value, customers };
  } finally {
    await erp.close();
  }
}

const LOGIN_OPERATION = 'Anmelden';

/** The agent learns from all customers but one, and then sees that one's answers changed. */
export async function answerTrial(
  { connector, customers }: Traffic,
  changed: AnswerChange,
  turn: number,
): Promise<{ changes: number; stops: string[] }> {
  let changes = 0;
  const watch = new DriftWatch({ described: connector, approved: null, onChange: () => (changes += 1) });
  const show = async (cases: readonly GoldenCase[], to: (xml: string) => string): Promise<void> => {
    for (const given of cases) {
      const exchanges = given.exchanges.map((exchange) =>
        exchange.operation === LOGIN_OPERATION ? exchange : { ...exchange, answer: to(exchange.answer) },
      );
      await replayCase(connector, { ...given, exchanges }, ({ service, operation }, answer) =>
        watch.look(service, operation, answer),
      );
    }
  };
  const at = turn % customers.length;
  for (const [index, cases] of customers.entries()) if (index !== at) await show(cases, (xml) => xml);
  const before = changes;
  await show(customers[at] ?? [], changed.change);
  return { changes: changes - before, stops: Object.keys(watch.stoppedWrites) };
}
