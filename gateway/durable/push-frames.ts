import { COMMANDS, type WriteCommandName } from '#contracts/commands';
import type { AttemptOutcome, SendFrame } from '#contracts/frames';
import type { Push } from '../core/push-record.ts';

/** The current attempt of a push as the agent gets it. */
export const sendFrame = ({ pushId, attempt, write, reference, correlationId }: Push, epoch: number): SendFrame => ({
  type: 'send',
  pushId,
  attempt,
  epoch,
  command: write.command,
  input: write.input,
  reference,
  correlationId,
});

/** The number under which the ERP made it, where the outcome is proof of that. */
export function erpIdOf(command: WriteCommandName, outcome: AttemptOutcome): string | null {
  if (outcome.result !== 'made') return null;
  if (command === 'order.create') {
    const order = COMMANDS['order.create'].output.safeParse(outcome.output);
    return order.success ? order.data.orderId : null;
  }
  const customer = COMMANDS['customer.create'].output.safeParse(outcome.output);
  return customer.success ? customer.data.customerId : null;
}
