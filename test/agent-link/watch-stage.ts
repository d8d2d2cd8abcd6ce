import { onTestFinished } from 'vitest';
import type { CommandName } from '#contracts/commands';
import { failure } from '#contracts/errors';
import type { ChangesFrame, WatchFrame } from '#contracts/frames';
import type { SalesOrderId } from '#contracts/ids';
import { fail, ok, type Result } from '#contracts/result';
import { CALM_WITHIN_MS, KEPT_WITHIN_MS, OrderWatch } from '../../agent/execute/order-watch.ts';
import { serveConnection } from '../../agent/link/connection.ts';
import { dial } from '../../agent/link/handshake.ts';
import { FakeErp } from './fake-erp.ts';
import { FakeGateway, type GatewayEnd } from './fake-gateway.ts';
import { HELLO, keptLog } from './material.ts';

export const EVERY_MS = 60_000;
/** 12:00 UTC. */
const NOON = 1_800_014_400_000;

/** An ERP whose orders stand as the test says. */
export class ChangingErp extends FakeErp {
  override readonly commands: CommandName[] = ['order.read', 'order.create'];
  readonly stands = new Map<string, string>();
  askedOrders: string[] = [];
  onChanges: (cursor: string | null) => Result<unknown> = () => fail(failure('connector.command-missing'));

  override async read(command: string, input: never): Promise<Result<never>> {
    const { orderId, cursor } = input as { orderId: string; cursor: string | null };
    if (command === 'order.changes') return this.onChanges(cursor) as Result<never>;
    this.askedOrders.push(orderId);
    const status = this.stands.get(orderId);
    if (status === undefined) return fail(failure('erp.not-found'));
    if (status === 'away') return fail(failure('erp.unreachable'));
    if (status === 'hidden') return fail(failure('erp.rejected'));
    return ok({ ...summary(orderId, status), lines: [], shipments: [] } as never);
  }
}

export const summary = (orderId: string, status: string) => ({
  orderId,
  customerId: '10447',
  customerReference: null,
  reference: null,
  orderedOn: null,
  requestedOn: null,
  status,
  erpStatus: '20',
  quantityOrdered: '1',
  quantityShipped: '0',
  total: '1.00',
  currency: 'EUR',
  priceBasis: 'net',
});

export const watch = (orderIds: string[], more: Partial<WatchFrame> = {}): WatchFrame => ({
  type: 'watch',
  everyMs: EVERY_MS,
  cursor: null,
  orderIds: orderIds as SalesOrderId[],
  quietHours: [],
  ...more,
});

export const told = ({ orders }: ChangesFrame): string[] => orders.map(({ orderId, status }) => `${orderId} ${status}`);

/** An agent's watch over real sockets, with an ERP of the test's own and a time that passes when the test says. */
export class WatchStage {
  readonly erp = new ChangingErp();
  readonly log = keptLog();
  now = NOON;
  calmed: Promise<void> = Promise.resolve();
  /** Lists that the agent has taken. */
  lists = 0;
  readonly #stop = new AbortController();
  readonly #gateway = FakeGateway.open();
  #waits: { ms: number; end: () => void }[] = [];
  #waited = Promise.withResolvers<void>();
  readonly #orders = new OrderWatch({
    erp: this.erp,
    calm: () => this.calmed,
    now: () => this.now,
    random: () => 0.5,
    wait: (ms, stop) => this.#wait(ms, stop),
    log: this.log,
  });

  constructor() {
    onTestFinished(async () => {
      this.#stop.abort();
      this.#orders.disconnected();
      await (await this.#gateway).close();
    });
  }

  /** A connection with the agent's own serving, and the gateway's end of it. */
  async connect(): Promise<{ peer: GatewayEnd; ended: Promise<unknown> }> {
    const gateway = await this.#gateway;
    const nth = gateway.connections.length + 1;
    const dialled = await dial(gateway.url, 'token', this.#stop.signal);
    if (dialled.result !== 'open') throw new Error(JSON.stringify(dialled));
    const orders = this.#orders;
    const ended = serveConnection(
      dialled.socket,
      {
        hello: HELLO,
        monotonicMs: () => 0,
        onWelcome: (_epoch, reply) => orders.connected(reply),
        onFrame: (frame) => {
          if (frame.type === 'watch') {
            orders.watch(frame);
            this.lists += 1;
          }
          if (frame.type === 'changes-kept') orders.kept(frame.round);
        },
      },
      this.#stop.signal,
    ).then(() => orders.disconnected());
    const peer = await gateway.connection(nth);
    await peer.frame('hello');
    return { peer, ended };
  }

  /** Lets the agent's wait of such a length end, as soon as it waits; says how long it would have been. */
  async passes(isIt = (ms: number) => ms !== KEPT_WITHIN_MS && ms !== CALM_WITHIN_MS): Promise<number> {
    for (;;) {
      const found = this.#waits.find(({ ms }) => isIt(ms));
      if (found !== undefined) {
        found.end();
        return found.ms;
      }
      await this.#waited.promise;
    }
  }

  #wait(ms: number, stop: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        this.#waits = this.#waits.filter((other) => other !== one);
        resolve();
      };
      const one = { ms, end };
      if (stop.aborted) return resolve();
      this.#waits.push(one);
      stop.addEventListener('abort', end, { once: true });
      this.#waited.resolve();
      this.#waited = Promise.withResolvers();
    });
  }
}
