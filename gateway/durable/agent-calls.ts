import type { ReadCommandName } from '#contracts/commands';
import { failure } from '#contracts/errors';
import type { AgentFrame, CallFrame, GatewayFrame } from '#contracts/frames';
import { fail, ok, type Result } from '#contracts/result';
import { Deadlines } from './deadlines.ts';

interface Call {
  socket: WebSocket;
  settle: (answer: Result<unknown>) => void;
}

/**
 * Questions that wait for an agent's answer. Memory only: a lost one is asked again by whoever needs it. An id is never
 * used twice, also not after an eviction, so that a late answer cannot reach another question.
 */
export class AgentCalls {
  readonly #calls = new Map<number, Call>();
  readonly #deadlines: Deadlines;
  /** The newest question of each socket. */
  readonly #newest = new WeakMap<WebSocket, number>();
  /** Sockets that left their newest question unanswered. */
  readonly #owing = new WeakSet<WebSocket>();
  #lastId: number;

  constructor(now: () => number) {
    this.#lastId = now() * 1000;
    this.#deadlines = new Deadlines((id) => this.#late(id), now);
  }

  /** Errors: gateway.deadline-exceeded, agent.offline, what the agent says. */
  ask(
    socket: WebSocket,
    question: Omit<CallFrame, 'type' | 'id' | 'command'> & { command: ReadCommandName },
  ): Promise<Result<unknown>> {
    this.#lastId += 1;
    const id = this.#lastId;
    const answer = new Promise<Result<unknown>>((settle) => {
      this.#calls.set(id, { socket, settle });
    });
    this.#newest.set(socket, id);
    this.#deadlines.begin(id, question.deadlineMs);
    socket.send(JSON.stringify({ type: 'call', id, ...question } satisfies GatewayFrame));
    return answer;
  }

  answered(frame: Extract<AgentFrame, { type: 'answer' }>): void {
    const socket = this.#calls.get(frame.id)?.socket;
    if (socket !== undefined) this.#owing.delete(socket);
    this.#settle(frame.id, frame.ok ? ok(frame.output) : fail(frame.error));
  }

  /** A socket is gone: nobody will answer what was asked over it. */
  dropped(socket: WebSocket): void {
    for (const [id, call] of this.#calls) {
      if (call.socket === socket) this.#settle(id, fail(failure('agent.offline')));
    }
  }

  /**
   * Whom to ask, of those that answered last, or of all where none did.
   * @param isBounded what the ERP bears has a limit, and one question may be several calls of it. Only the agent that
   *   makes them counts them: so while one has questions, it gets the further ones too, and then it is another's turn.
   *   Without a limit each question goes to the one on which the fewest wait.
   */
  choose(sockets: readonly WebSocket[], isBounded: boolean): WebSocket | undefined {
    const paying = sockets.filter((socket) => !this.#owing.has(socket));
    const among = paying.length > 0 ? paying : [...sockets];
    const burden = (socket: WebSocket): number => this.#waitingOn(socket) * (isBounded ? -1 : 1);
    const newest = (socket: WebSocket): number => this.#newest.get(socket) ?? 0;
    return among.sort((a, b) => burden(a) - burden(b) || newest(a) - newest(b))[0];
  }

  #waitingOn(socket: WebSocket): number {
    return [...this.#calls.values()].filter((call) => call.socket === socket).length;
  }

  #late(id: number): void {
    const socket = this.#calls.get(id)?.socket;
    this.#settle(id, fail(failure('gateway.deadline-exceeded')));
    if (socket === undefined) return;
    this.#owing.add(socket);
    // A socket that was replaced is closed before its close is reported.
    if (socket.readyState === WebSocket.OPEN)
      socket.send(JSON.stringify({ type: 'cancel', id } satisfies GatewayFrame));
  }

  #settle(id: number, answer: Result<unknown>): void {
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    this.#deadlines.end(id);
    call?.settle(answer);
  }
}
