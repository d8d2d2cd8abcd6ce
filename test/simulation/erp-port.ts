import type { WriteCommandName } from '#contracts/commands';
import { type FoundCustomer, NewCustomer } from '#contracts/customer';
import { failure } from '#contracts/errors';
import type { AgentFrame, AttemptOutcome, CallFrame } from '#contracts/frames';
import { fail, ok, type Result } from '#contracts/result';
import { NewSalesOrder, type SalesOrder, type SalesOrderSummary } from '#contracts/sales-order';
import type { WriteGo } from '../../agent/erp/port.ts';
import type { Document, ErpAnswer, SimErp } from './erp.ts';
import type { World } from './world.ts';

export interface ErpPortParts {
  world: World;
  erp: SimErp;
  /** Runs when the process still lives and its machine is awake. */
  later: (ms: number, act: () => void) => void;
  /** The first byte of a write leaves now. */
  onLeaving: (reference: string) => void;
}

const unknown = (detail: string): AttemptOutcome => ({
  result: 'unknown',
  error: failure('erp.outcome-unknown', { detail }),
});

/** One attempt of a write, as a connector carries it out: perhaps a login first, then the bytes, then what comes back. */
export function write(
  { world, erp, later, onLeaving }: ErpPortParts,
  command: WriteCommandName,
  input: { reference: string },
  { signal, mayStart }: WriteGo,
): Promise<AttemptOutcome> {
  return new Promise((resolve) => {
    const loginMs = world.strikes('F13-slow', 0.2) ? world.dice.between(1_000, 30_000) : world.dice.between(1, 50);
    later(loginMs, () => {
      if (signal.aborted || !mayStart()) {
        return resolve({ result: 'not-sent', error: failure('agent.overloaded', { detail: 'the go was too late' }) });
      }
      onLeaving(input.reference);
      signal.addEventListener('abort', () => resolve(unknown('aborted')), { once: true });
      erp.write(command, input.reference, JSON.stringify(input), (answer) => {
        // Half of the lost ones are reset at once, the others wait for the deadline.
        if (answer === null && world.dice.chance(0.5)) return;
        later(0, () => resolve(answer === null ? unknown('reset') : outcomeOf(command, answer)));
      });
    });
  });
}

function outcomeOf(command: WriteCommandName, answer: ErpAnswer): AttemptOutcome {
  switch (answer.kind) {
    case 'made':
      return {
        result: 'made',
        output: command === 'order.create' ? { orderId: answer.id } : { customerId: answer.id },
      };
    case 'refused':
      return { result: 'refused', error: failure('erp.rejected') };
    case 'exists':
      return { result: 'exists', error: failure('erp.rejected') };
    case 'fault':
      return unknown('fault');
  }
}

/** A read, answered by what the ERP shows when it is asked, if it answers. */
export function answerCall(
  { world, erp, later }: ErpPortParts,
  frame: CallFrame,
  say: (answer: AgentFrame) => void,
): void {
  const { id } = frame;
  later(world.dice.between(50, 500), () => {
    const fails = world.strikes('F8', 0.4);
    if (fails && world.dice.chance(0.5)) return;
    const found = fails ? fail(failure('erp.timed-out')) : read(erp, frame);
    const answer: AgentFrame = found.ok
      ? { type: 'answer', id, ok: true, output: found.value }
      : { type: 'answer', id, ok: false, error: found.error };
    later(world.dice.between(1, 100), () => say(answer));
  });
}

function read(erp: SimErp, { command, input }: CallFrame): Result<unknown> {
  const { reference, orderId } = input as { reference?: string; orderId?: string };
  switch (command) {
    case 'order.find-by-reference':
      return ok({ orders: erp.find(reference ?? '').map(summaryOf) });
    case 'customer.find-by-reference':
      return ok({ customers: erp.find(reference ?? '').map(customerOf) });
    case 'order.read': {
      const found = erp.documents.find(({ id }) => id === orderId);
      return found === undefined ? fail(failure('erp.not-found')) : ok(orderOf(found));
    }
    default:
      return fail(failure('connector.command-missing'));
  }
}

function summaryOf({ id, reference, content }: Document): SalesOrderSummary {
  const { customerId, currency } = NewSalesOrder.parse(JSON.parse(content));
  const zero = '0' as SalesOrderSummary['total'];
  return {
    orderId: id as SalesOrderSummary['orderId'],
    customerId,
    customerReference: null,
    reference,
    orderedOn: null,
    requestedOn: null,
    status: 'confirmed',
    erpStatus: '20',
    quantityOrdered: zero,
    quantityShipped: zero,
    total: zero,
    currency,
    priceBasis: 'net',
  };
}

function orderOf(document: Document): SalesOrder {
  const { lines } = NewSalesOrder.parse(JSON.parse(document.content));
  const zero = '0' as SalesOrder['total'];
  return {
    ...summaryOf(document),
    shipments: [],
    lines: lines.map(({ itemId, quantity, unitPrice }, line) => ({
      line,
      itemId,
      description: null,
      unit: 'ST',
      ordered: quantity,
      shipped: zero,
      nextOn: null,
      unitPrice,
      amount: zero,
    })),
  };
}

function customerOf({ id, content }: Document): FoundCustomer {
  return {
    ...NewCustomer.parse(JSON.parse(content)),
    customerId: id as FoundCustomer['customerId'],
    onHold: false,
    holdReason: null,
    creditLimit: null,
    creditUsed: null,
  };
}
