/**
 * The agents' sockets, held by the hibernation API: everything that must survive an eviction is in the socket's
 * attachment. Calls that wait for an answer are memory only; a lost one is asked again by whoever needs it.
 *
 * L1  A newer connection of an agent replaces the older one at once.
 * L2  The connection with the highest epoch writes; the others only read.
 * L3  A call id is never used twice, also not after an eviction, so that a late answer cannot reach another question.
 */

import { COMMANDS, type CommandInput, type CommandOutput, type ReadCommandName } from '#contracts/commands';
import { failure } from '#contracts/errors';
import {
  AgentFrame,
  CLOSE,
  FRAME_BYTES_MAX,
  type GatewayFrame,
  type Hello,
  PING,
  PONG,
  PROTOCOL,
} from '#contracts/frames';
import type { AgentId, CorrelationId } from '#contracts/ids';
import { fail, ok, type Result } from '#contracts/result';
import { attachmentOf, type Connector, keepAttachment } from './agent-attachment.ts';
import { Deadlines } from './deadlines.ts';
import { parseJson } from './parse-json.ts';

export interface Connection {
  agentId: AgentId;
  epoch: number;
  connector: Connector;
  protocol: number;
}

interface Call {
  socket: WebSocket;
  settle: (answer: Result<unknown>) => void;
}

/** The gateway speaks this protocol and the one before. */
const PROTOCOLS = [PROTOCOL, PROTOCOL - 1].filter((number) => number > 0);

export class AgentLink {
  readonly #ctx: DurableObjectState;
  readonly #now: () => number;
  readonly #calls = new Map<number, Call>();
  readonly #deadlines: Deadlines;
  /** The sockets as the runtime last listed them; null: one has come or said hello since. */
  #listed: [WebSocket, Connection][] | null = null;
  #lastCallId: number;

  constructor(ctx: DurableObjectState, now: () => number) {
    this.#ctx = ctx;
    this.#now = now;
    this.#lastCallId = now() * 1000;
    this.#deadlines = new Deadlines((id) => this.#late(id), now);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
  }

  /** Takes over a dialled socket. */
  accept(agentId: AgentId, epoch: number): Response {
    const continues = this.connections().some((open) => open.agentId === agentId);
    for (const older of this.#ctx.getWebSockets(agentId)) {
      older.close(CLOSE.replaced, 'replaced by a newer connection');
      // A peer that went silent never answers the close: what was asked over it must not wait for that.
      this.dropped(older);
    }
    const { 0: client, 1: server } = new WebSocketPair();
    this.#ctx.acceptWebSocket(server, [agentId]);
    keepAttachment(server, { agentId, epoch, connector: null, continues });
    this.#listed = null;
    return new Response(null, { status: 101, webSocket: client });
  }

  /** Ends an agent's connections and hears nothing more over them, whatever its end does. Gives their sockets. */
  dismiss(agentId: AgentId): WebSocket[] {
    const sockets = this.#ctx.getWebSockets(agentId);
    for (const socket of sockets) {
      const attachment = attachmentOf(socket);
      if (attachment !== null) keepAttachment(socket, { ...attachment, isDismissed: true });
      socket.close(CLOSE.credentialRefused, 'agent.credential-refused');
    }
    return sockets;
  }

  /** Reads a frame. What cannot be read closes the connection: the agent reports its outcomes again after redialling. */
  receive(socket: WebSocket, message: string | ArrayBuffer): AgentFrame | null {
    if (attachmentOf(socket)?.isDismissed === true) return null;
    const tooLarge = typeof message !== 'string' || message.length > FRAME_BYTES_MAX;
    const frame = tooLarge ? null : AgentFrame.safeParse(parseJson(message));
    if (frame?.success) return frame.data;
    console.error(JSON.stringify({ code: 'agent.frame-invalid', agentId: attachmentOf(socket)?.agentId ?? null }));
    socket.close(CLOSE.frameInvalid, 'agent.frame-invalid');
    return null;
  }

  /** Answers a hello. Null: no common protocol, and the socket is closed. `opened`: the way was shut until now. */
  welcome(socket: WebSocket, hello: Hello): { opened: boolean } | null {
    const attachment = attachmentOf(socket);
    if (attachment === null) return null;
    if (!PROTOCOLS.includes(hello.protocol)) {
      socket.close(CLOSE.versionUnsupported, 'agent.version-unsupported');
      return null;
    }
    const opened = !attachment.continues && this.#open().length === 0;
    keepAttachment(socket, { ...attachment, connector: hello.connector, protocol: hello.protocol });
    this.#listed = null;
    const { agentId, epoch } = attachment;
    socket.send(JSON.stringify({ type: 'welcome', protocol: hello.protocol, agentId, epoch } satisfies GatewayFrame));
    return { opened };
  }

  /** The epoch that a frame's own connection proves, whatever the frame says. */
  epochOf(socket: WebSocket): number {
    return attachmentOf(socket)?.epoch ?? 0;
  }

  /** Whose connection it is; null: it is not one of ours. */
  agentOf(socket: WebSocket): AgentId | null {
    return attachmentOf(socket)?.agentId ?? null;
  }

  /** Agents that said hello, newest first. */
  connections(): Connection[] {
    return this.#open()
      .map(([, connection]) => connection)
      .sort((a, b) => b.epoch - a.epoch);
  }

  /**
   * Reads that the agents may have under way together: what the ERP bears is the ERP's, however many agents ask it. A
   * single agent gets one more, which waits there, so that the ERP is not idle for the time of a round trip; all others
   * wait here, where they can be put in order.
   */
  readsMax(): number {
    const open = this.#open();
    // Where no agent is, each learns so at once.
    if (open.length === 0) return Infinity;
    const borne = Math.min(...open.map(([, { connector }]) => connector.concurrentReads ?? Infinity));
    return open.length === 1 ? borne + 1 : borne;
  }

  /** The lease holder for writes. */
  writer(): Connection | null {
    return this.connections().find(({ connector }) => connector.commands.includes('order.create')) ?? null;
  }

  /** Sends a frame over one connection. False: it is gone. */
  send(epoch: number, frame: GatewayFrame): boolean {
    const open = this.#open().find(([, connection]) => connection.epoch === epoch);
    if (open === undefined) return false;
    open[0].send(JSON.stringify(frame));
    return true;
  }

  /**
   * Asks an agent, at most `deadlineMs` long; another one where the first goes away or is about to. The output is
   * checked against the command's contract.
   */
  async call<N extends ReadCommandName>(
    command: N,
    input: CommandInput<N>,
    deadlineMs: number,
    correlationId: CorrelationId,
  ): Promise<Result<CommandOutput<N>>> {
    const endsAt = this.#now() + deadlineMs;
    const gone = new Set<WebSocket>();
    for (;;) {
      const able = this.#open().filter(([, { connector }]) => connector.commands.includes(command));
      const left = able.filter(([socket]) => !gone.has(socket));
      const [socket] = left.sort(([a], [b]) => this.#waitingOn(a) - this.#waitingOn(b))[0] ?? [];
      const leftMs = endsAt - this.#now();
      if (socket === undefined || leftMs <= 0) {
        const isOffline = gone.size > 0 || this.connections().length === 0;
        return fail(failure(isOffline ? 'agent.offline' : 'connector.command-missing'));
      }
      const result = await this.#ask(socket, command, input, leftMs, correlationId);
      if (result.ok || result.error.code !== 'agent.offline') return result;
      gone.add(socket);
    }
  }

  async #ask<N extends ReadCommandName>(
    socket: WebSocket,
    command: N,
    input: CommandInput<N>,
    deadlineMs: number,
    correlationId: CorrelationId,
  ): Promise<Result<CommandOutput<N>>> {
    this.#lastCallId += 1;
    const id = this.#lastCallId;
    const answer = new Promise<Result<unknown>>((settle) => {
      this.#calls.set(id, { socket, settle });
    });
    this.#deadlines.begin(id, deadlineMs);
    socket.send(JSON.stringify({ type: 'call', id, command, input, deadlineMs, correlationId } satisfies GatewayFrame));
    const result = await answer;
    if (!result.ok) return result;
    const output = COMMANDS[command].output.safeParse(result.value);
    return output.success
      ? ok(output.data as CommandOutput<N>)
      : fail(failure('erp.answer-off-contract', { detail: `${command}: ${output.error.message}` }));
  }

  answered(frame: Extract<AgentFrame, { type: 'answer' }>): void {
    this.#settle(frame.id, frame.ok ? ok(frame.output) : fail(frame.error));
  }

  /** A socket is gone: nobody will answer what was asked over it. Gives the connection's epoch. */
  dropped(socket: WebSocket): number | null {
    this.#listed = null;
    for (const [id, call] of this.#calls) {
      if (call.socket === socket) this.#settle(id, fail(failure('agent.offline')));
    }
    return attachmentOf(socket)?.epoch ?? null;
  }

  #late(id: number): void {
    const socket = this.#calls.get(id)?.socket;
    this.#settle(id, fail(failure('gateway.deadline-exceeded')));
    // A socket that was replaced is closed before its close is reported.
    if (socket?.readyState === WebSocket.OPEN)
      socket.send(JSON.stringify({ type: 'cancel', id } satisfies GatewayFrame));
  }

  #settle(id: number, answer: Result<unknown>): void {
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    this.#deadlines.end(id);
    call?.settle(answer);
  }

  #waitingOn(socket: WebSocket): number {
    return [...this.#calls.values()].filter((call) => call.socket === socket).length;
  }

  #open(): [WebSocket, Connection][] {
    this.#listed ??= this.#ctx.getWebSockets().flatMap((socket): [WebSocket, Connection][] => {
      const attachment = attachmentOf(socket);
      if (attachment?.connector == null) return [];
      const { agentId, epoch, connector, protocol = 1 } = attachment;
      return [[socket, { agentId, epoch, connector, protocol }]];
    });
    return this.#listed.filter(([socket]) => socket.readyState === WebSocket.OPEN);
  }
}
