/**
 * The agents' sockets, held by the hibernation API: everything that must survive an eviction is in the socket's
 * attachment. Calls that wait for an answer are in agent-calls.ts.
 *
 * L1  A newer connection of an agent replaces the older one at once.
 * L2  The connection with the highest epoch writes; the others only read.
 * L3  Of agents with different ERPs only those of the tenant's own are asked or write.
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
import { AgentCalls } from './agent-calls.ts';
import { parseJson } from './parse-json.ts';

export interface Connection {
  agentId: AgentId;
  epoch: number;
  connector: Connector;
  protocol: number;
}

/** 30 s, three of an agent's pings: one that is there would have found the link dead by itself, and dialled again. */
const SILENCE_MAX_MS = 30_000;
/** The gateway speaks this protocol and the one before. */
const PROTOCOLS = [PROTOCOL, PROTOCOL - 1].filter((number) => number > 0);

export class AgentLink {
  readonly #ctx: DurableObjectState;
  readonly #now: () => number;
  readonly #erpName: () => string | null;
  readonly #calls: AgentCalls;
  /** The sockets as the runtime last listed them; null: one has come or said hello since. */
  #listed: [WebSocket, Connection][] | null = null;

  /** @param erpName the name of the connector that the tenant's ERP is described by */
  constructor(ctx: DurableObjectState, now: () => number, erpName: () => string | null) {
    this.#ctx = ctx;
    this.#now = now;
    this.#erpName = erpName;
    this.#calls = new AgentCalls(now);
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

  /** Answers a hello. Null: no common protocol, and the socket is closed. `continues`: it took over from one of the same agent. */
  welcome(socket: WebSocket, hello: Hello): { continues: boolean } | null {
    const attachment = attachmentOf(socket);
    if (attachment === null) return null;
    if (!PROTOCOLS.includes(hello.protocol)) {
      socket.close(CLOSE.versionUnsupported, 'agent.version-unsupported');
      return null;
    }
    keepAttachment(socket, { ...attachment, connector: hello.connector, protocol: hello.protocol });
    this.#listed = null;
    const { agentId, epoch } = attachment;
    socket.send(JSON.stringify({ type: 'welcome', protocol: hello.protocol, agentId, epoch } satisfies GatewayFrame));
    return { continues: attachment.continues };
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
  connections = (): Connection[] => newestFirst(this.#open());

  /** Those of the tenant's own ERP, newest first. */
  serving = (): Connection[] => newestFirst(this.#serving());

  /** Another ERP is the tenant's own from now on: what agents of the one before were asked is asked of its. */
  erpChanged(): void {
    const serving = new Set(this.#serving().map(([socket]) => socket));
    for (const [socket] of this.#open()) if (!serving.has(socket)) this.#calls.dropped(socket);
  }

  /** Whether somebody can be asked. A host that lost its power or its line closes no socket. */
  isUp(): boolean {
    return this.#heard().length > 0;
  }

  /**
   * Reads that the agents may have under way together: what the ERP bears is the ERP's, however many agents ask it. A
   * single agent gets one more, which waits there, so that the ERP is not idle for the time of a round trip; all others
   * wait here, where they can be put in order.
   */
  readsMax(): number {
    const open = this.#serving();
    // Where no agent is, each learns so at once.
    if (open.length === 0) return Infinity;
    const borne = Math.min(...open.map(([, { connector }]) => connector.concurrentReads ?? Infinity));
    return open.length === 1 ? borne + 1 : borne;
  }

  /** The lease holder for writes. */
  writer(): Connection | null {
    return this.serving().find(({ connector }) => connector.commands.includes('order.create')) ?? null;
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
      const heard = this.#heard();
      const able = heard.filter(([socket, { connector }]) => !gone.has(socket) && connector.commands.includes(command));
      const sockets = able.map(([one]) => one);
      const isBounded = able.some(([, { connector }]) => connector.concurrentReads !== undefined);
      const socket = this.#calls.choose(sockets, isBounded);
      const leftMs = endsAt - this.#now();
      if (socket === undefined || leftMs <= 0) {
        const isOffline = gone.size > 0 || heard.length === 0;
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
    const result = await this.#calls.ask(socket, { command, input, deadlineMs, correlationId });
    if (!result.ok) return result;
    const output = COMMANDS[command].output.safeParse(result.value);
    return output.success
      ? ok(output.data as CommandOutput<N>)
      : fail(failure('erp.answer-off-contract', { detail: `${command}: ${output.error.message}` }));
  }

  answered(frame: Extract<AgentFrame, { type: 'answer' }>): void {
    this.#calls.answered(frame);
  }

  /** A socket is gone: nobody will answer what was asked over it. Gives the connection's epoch. */
  dropped(socket: WebSocket): number | null {
    this.#listed = null;
    this.#calls.dropped(socket);
    return attachmentOf(socket)?.epoch ?? null;
  }

  /**
   * Those that were heard of lately: a host that has lost its power or its line closes no socket, and the platform may
   * hold it open for long. Before its first ping nothing is known of one. Only who is asked is decided by it; what was
   * sent for a write goes by the push machine's own clocks, for an agent that was paused may still have it.
   */
  #heard(): [WebSocket, Connection][] {
    return this.#serving().filter(([socket]) => {
      const pingedAt = this.#ctx.getWebSocketAutoResponseTimestamp(socket);
      return pingedAt === null || this.#now() - pingedAt.getTime() <= SILENCE_MAX_MS;
    });
  }

  #serving(): [WebSocket, Connection][] {
    const erpName = this.#erpName();
    return this.#open().filter(([, { connector }]) => connector.name === erpName);
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

const newestFirst = (open: [WebSocket, Connection][]): Connection[] =>
  open.map(([, connection]) => connection).sort((a, b) => b.epoch - a.epoch);
