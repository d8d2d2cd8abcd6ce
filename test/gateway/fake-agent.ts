/**
 * The other end of the agent link, by hand: it speaks the real frames over a real socket and does only what a test
 * tells it to. Reads are answered by `answers`; what is not in there stays without an answer, but while a card sends (no-objection.ts).
 */

import { expect } from 'vitest';
import { COMMANDS, type ReadCommandName } from '#contracts/commands';
import type { Failure } from '#contracts/errors';
import { type CallFrame, GatewayFrame, type SendFrame, type WriteBounds } from '#contracts/frames';
import { noObjection } from './no-objection.ts';
import { type AgentIdentity, dial, dialToken, enrolAgent, type TestTenant } from './tenant-setup.ts';

type Frame<T extends GatewayFrame['type']> = Extract<GatewayFrame, { type: T }>;
/** What a read is answered with; nothing: it is not answered. */
export type ReadAnswer = { output: unknown } | { error: Failure } | undefined;
export type Answers = Partial<Record<ReadCommandName, (input: never) => ReadAnswer>>;

export const BOUNDS: WriteBounds = {
  maxExecutionMs: 120_000,
  indexLagMs: 5_000,
  canLookUp: true,
  uniqueReference: false,
};

export class FakeAgent {
  readonly frames: GatewayFrame[] = [];
  readonly closed: Promise<number>;
  /** Calls that it has and did not answer, and the most there ever were. */
  openCalls = 0;
  openCallsMax = 0;
  answers: Answers = {};
  readonly #socket: WebSocket;
  readonly #read = new Set<GatewayFrame>();
  #waiting: (() => void)[] = [];
  #ponged = false;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => {
      socket.addEventListener('close', ({ code }) => {
        resolve(code);
        this.#wakeUp();
      });
    });
    socket.addEventListener('message', ({ data }) => this.#receive(String(data)));
    socket.accept();
  }

  received<T extends GatewayFrame['type']>(type: T): Frame<T>[] {
    return this.frames.filter((frame): frame is Frame<T> => frame.type === type);
  }

  /** The next frame of this kind that no test has taken yet; waits until it is there. */
  async next<T extends GatewayFrame['type']>(type: T): Promise<Frame<T>> {
    for (;;) {
      const frame = this.received(type).find((one) => !this.#read.has(one));
      if (frame !== undefined) {
        this.#read.add(frame);
        return frame;
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  say(frame: object): void {
    this.#socket.send(JSON.stringify(frame));
  }

  sayRaw(data: string | Uint8Array): void {
    this.#socket.send(data);
  }

  hello({
    name = 'demo-erp',
    protocol = 1,
    bounds = BOUNDS,
    commands = Object.keys(COMMANDS) as string[],
    lastEpoch = 0,
    concurrentReads = undefined as number | undefined,
  } = {}): void {
    const connector = {
      name,
      title: 'Kontor 7',
      version: '1',
      commands,
      writeBounds: { 'order.create': bounds, 'customer.create': bounds },
      concurrentReads,
    };
    this.say({ type: 'hello', protocol, agentVersion: '1.0.0', connector, lastEpoch });
  }

  claim({ pushId, attempt, epoch }: SendFrame): void {
    this.say({ type: 'claim', pushId, attempt, epoch });
  }

  /** Reports an outcome and waits until the gateway has it for good. */
  async report({ pushId, attempt }: SendFrame, outcome: object): Promise<void> {
    this.say({ type: 'outcome', pushId, attempt, outcome });
    expect(await this.next('kept')).toMatchObject({ pushId, attempt });
  }

  /** From send to go: after this, the order may be on its way. */
  async start(): Promise<SendFrame> {
    const send = await this.next('send');
    this.claim(send);
    expect(await this.next('go')).toMatchObject({ pushId: send.pushId, attempt: send.attempt });
    return send;
  }

  answer(call: CallFrame, answer: ReadAnswer): void {
    if (answer === undefined) return;
    this.openCalls -= 1;
    this.say({ type: 'answer', id: call.id, ok: 'output' in answer, ...answer });
  }

  hangUp(): void {
    this.#socket.close(1000, 'bye');
  }

  /** Waits until everything that was sent to it before has come. */
  async caughtUp(): Promise<void> {
    this.sayRaw('ping');
    await this.pong();
  }

  /** Resolves at the next answer to a ping. */
  async pong(): Promise<void> {
    while (!this.#ponged) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#ponged = false;
  }

  #receive(text: string): void {
    if (text === 'pong') {
      this.#ponged = true;
      this.#wakeUp();
      return;
    }
    const frame = GatewayFrame.parse(JSON.parse(text));
    if (frame.type === 'call') this.#called(frame);
    else this.frames.push(frame);
    this.#wakeUp();
  }

  #called(call: CallFrame): void {
    const own = this.answers[call.command];
    const unasked = own === undefined ? noObjection(call.command, call.input) : undefined;
    this.openCalls += 1;
    if (unasked !== undefined) {
      this.answer(call, unasked);
      return;
    }
    this.frames.push(call);
    this.openCallsMax = Math.max(this.openCallsMax, this.openCalls);
    this.answer(call, own?.(call.input as never));
  }

  #wakeUp(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}

/** Dials and hands over the open socket; no hello yet. */
export async function dialIn(identity: AgentIdentity): Promise<FakeAgent> {
  const { status, webSocket } = await dial(await dialToken(identity));
  expect(status).toBe(101);
  if (webSocket === null) throw new Error('no socket');
  return new FakeAgent(webSocket);
}

/** A connected agent that was welcomed. */
export async function connectAgent(
  identity: AgentIdentity,
  answers: Answers = {},
  bounds: WriteBounds = BOUNDS,
): Promise<FakeAgent> {
  const agent = await dialIn(identity);
  agent.answers = answers;
  agent.hello({ bounds });
  await agent.next('welcome');
  return agent;
}

/** A new agent of the tenant, enrolled and connected. */
export const newAgent = async (tenant: TestTenant, answers: Answers = {}): Promise<FakeAgent> =>
  connectAgent(await enrolAgent(tenant), answers);
