import { COMMANDS, type CommandInput, type CommandOutput, type ReadCommandName } from '#contracts/commands';
import { failure } from '#contracts/errors';
import { type GatewayFrame, PROTOCOL } from '#contracts/frames';
import type { CorrelationId } from '#contracts/ids';
import { fail, ok, type Result } from '#contracts/result';
import type { Connection } from '../../gateway/durable/agent-link.ts';
import type { PushLink } from '../../gateway/durable/push-link.ts';
import type { Wire } from './wire.ts';
import type { World } from './world.ts';

interface Call {
  wire: Wire;
  settle: (answer: Result<unknown>) => void;
}

export interface ObjectLinkParts {
  world: World;
  wires: readonly Wire[];
  /** Whether the object that this belongs to still lives. */
  isGone: () => boolean;
  onSent: (wire: Wire, frame: GatewayFrame) => void;
}

/** The agents' connections as one object sees them, with the rules of the real link (L2 of agent-link.ts, ids of agent-calls.ts). */
export class ObjectLink implements PushLink {
  readonly #parts: ObjectLinkParts;
  readonly #calls = new Map<number, Call>();
  #lastCallId: number;

  constructor(parts: ObjectLinkParts) {
    this.#parts = parts;
    this.#lastCallId = parts.world.now * 1000;
  }

  connections(): Connection[] {
    return this.#open()
      .map(([, connection]) => connection)
      .sort((a, b) => b.epoch - a.epoch);
  }

  /** There is one ERP. */
  serving(): Connection[] {
    return this.connections();
  }

  writer(): Connection | null {
    return this.connections().find(({ connector }) => connector.commands.includes('order.create')) ?? null;
  }

  send(epoch: number, frame: GatewayFrame): boolean {
    if (this.#parts.isGone()) return false;
    const [wire] = this.#open().find(([, connection]) => connection.epoch === epoch) ?? [];
    if (wire === undefined) return false;
    this.#parts.onSent(wire, frame);
    return wire.say('agent', JSON.stringify(frame));
  }

  async call<N extends ReadCommandName>(
    command: N,
    input: CommandInput<N>,
    deadlineMs: number,
    correlationId: CorrelationId,
  ): Promise<Result<CommandOutput<N>>> {
    const { world } = this.#parts;
    const able = this.#open().filter(([, { connector }]) => connector.commands.includes(command));
    const [wire] = able[world.dice.between(0, Math.max(0, able.length - 1))] ?? [];
    if (wire === undefined) {
      return fail(failure(this.connections().length === 0 ? 'agent.offline' : 'connector.command-missing'));
    }
    this.#lastCallId += 1;
    const id = this.#lastCallId;
    const answer = new Promise<Result<unknown>>((settle) => {
      this.#calls.set(id, { wire, settle });
    });
    const timer = world.time.after(deadlineMs, () => this.#settle(id, fail(failure('gateway.deadline-exceeded'))));
    wire.say('agent', JSON.stringify({ type: 'call', id, command, input, deadlineMs, correlationId }));
    const result = await answer;
    timer.isOff = true;
    if (!result.ok) return result;
    const output = COMMANDS[command].output.safeParse(result.value);
    return output.success
      ? ok(output.data as CommandOutput<N>)
      : fail(failure('erp.answer-off-contract', { detail: `${command}: ${output.error.message}` }));
  }

  answered(id: number, answer: Result<unknown>): void {
    this.#settle(id, answer);
  }

  dropped(wire: Wire): void {
    for (const [id, call] of this.#calls) if (call.wire === wire) this.#settle(id, fail(failure('agent.offline')));
  }

  /** A question of an object that is gone is answered to nobody. */
  #settle(id: number, answer: Result<unknown>): void {
    if (this.#parts.isGone()) return;
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    call?.settle(answer);
  }

  #open(): [Wire, Connection][] {
    return this.#parts.wires.flatMap((wire): [Wire, Connection][] => {
      const { agentId, epoch, connector } = wire;
      if (!wire.isOpen.gateway || connector === null) return [];
      return [[wire, { agentId: agentId as Connection['agentId'], epoch, connector, protocol: PROTOCOL }]];
    });
  }
}
