import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AGENT_PROGRAM } from '../../agent/build.ts';
import { type Program, startProgram } from '../sandbox/program.ts';
import { type SmallDisk, smallDisk } from './small-disk.ts';

/** As a service of the system would: an agent that ended by itself is started again. */
const SERVICE_PAUSE_MS = 500;

export interface AgentWish {
  name: string;
  home: string;
  connector: string;
  /** Through its gates. */
  gateway: string;
  erp: string;
  erpPassword: string;
  /** Where Node keeps what it compiled: half of a start is saved. */
  compiled: string;
  onLine: (name: string, line: string) => void;
}

/** One real agent on a small disk of its own: killed, frozen, out of disk, and started again as a service would. */
export class ChaosAgent {
  readonly #wish: AgentWish;
  readonly disk: SmallDisk;
  #program: Program | null = null;
  #wanted = false;
  #isStarting = false;
  #isFrozen = false;

  private constructor(wish: AgentWish, disk: SmallDisk) {
    this.#wish = wish;
    this.disk = disk;
  }

  static async enrolled(wish: AgentWish, code: string): Promise<ChaosAgent> {
    const agent = new ChaosAgent(wish, smallDisk(wish.home));
    const settings = { endpoint: wish.erp, company: '100', user: 'SCHNITT', password: { env: 'KONTOR_PASSWORD' } };
    // JSON is YAML.
    writeFileSync(join(wish.home, 'agent.yaml'), JSON.stringify({ connector: wish.connector, settings }));
    const args = [AGENT_PROGRAM, 'enrol', '--home', wish.home, '--gateway', wish.gateway, '--code', code];
    const child = spawn(process.execPath, args, { stdio: 'ignore', env: agent.#env() });
    const [status] = (await once(child, 'exit')) as [number | null];
    if (status !== 0) throw new Error(`${wish.name} could not be enrolled (${status})`);
    return agent;
  }

  get journal(): string {
    return join(this.#wish.home, 'journal.db');
  }

  get isRunning(): boolean {
    return this.#program !== null;
  }

  get isFrozen(): boolean {
    return this.#isFrozen;
  }

  /** Runs from now on, again and again, until stopped. */
  async start(): Promise<void> {
    this.#wanted = true;
    if (this.#program !== null || this.#isStarting) return;
    this.#isStarting = true;
    const { name, home, gateway, onLine } = this.#wish;
    const program = await startProgram({
      name,
      args: [AGENT_PROGRAM, 'run', '--home', home, '--gateway', gateway],
      env: { ...this.#env(), KONTOR_PASSWORD: this.#wish.erpPassword },
      announces: false,
      onLine,
    });
    this.#isStarting = false;
    this.#program = program;
    program.process.once('exit', () => {
      this.#program = null;
      this.#isFrozen = false;
      if (this.#wanted) void delay(SERVICE_PAUSE_MS).then(() => (this.#wanted ? this.start() : undefined));
    });
  }

  /** `kill -9`; it stays down until started. */
  kill(): void {
    this.#wanted = false;
    this.#program?.process.kill('SIGKILL');
  }

  freeze(): void {
    this.#isFrozen = true;
    this.#program?.process.kill('SIGSTOP');
  }

  thaw(): void {
    this.#isFrozen = false;
    this.#program?.process.kill('SIGCONT');
  }

  fillDisk(): void {
    const pid = this.#program?.process.pid;
    if (pid !== undefined) this.disk.fill(pid);
  }

  emptyDisk(): void {
    this.disk.empty(this.#program?.process.pid ?? 0);
  }

  async stop(): Promise<void> {
    this.#wanted = false;
    this.thaw();
    await this.#program?.stop();
    this.disk.remove();
  }

  #env(): Record<string, string> {
    return { NODE_COMPILE_CACHE: this.#wish.compiled };
  }
}
