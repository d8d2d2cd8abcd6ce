import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AGENT_PROGRAM, buildAgent } from '../../agent/build.ts';
import { type Program, startProgram } from '../sandbox/program.ts';

const root = join(import.meta.dirname, '../..');

export interface BenchAgentOptions {
  home: string;
  gateway: string;
  erpEndpoint: string;
  erpPassword: string;
  /** Where a CPU profile is written when the agent ends; null: none. */
  profileDir: string | null;
  onLine: (name: string, line: string) => void;
}

/** Enrols an agent by its own command and runs it as its own process. */
export async function startAgent(options: BenchAgentOptions, code: () => Promise<string>): Promise<Program> {
  const { home, gateway, erpEndpoint, erpPassword, profileDir, onLine } = options;
  await buildAgent();
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const settings = { endpoint: erpEndpoint, company: '100', user: 'SCHNITT', password: { env: 'KONTOR_PASSWORD' } };
  const config = { connector: join(root, 'agent/connectors/demo-erp'), settings };
  // JSON is YAML.
  writeFileSync(join(home, 'agent.yaml'), JSON.stringify(config));
  if (!existsSync(join(home, 'identity.json'))) await enrol(home, gateway, await code());
  const profiling = profileDir === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDir}`];
  const { promise: online, resolve, reject } = Promise.withResolvers<void>();
  const agent = await startProgram({
    name: 'agent',
    args: [...profiling, AGENT_PROGRAM, 'run', '--home', home, '--gateway', gateway],
    env: { KONTOR_PASSWORD: erpPassword },
    announces: false,
    onLine: (name, line) => {
      if (line.includes('"state":"online"')) resolve();
      onLine(name, line);
    },
  });
  agent.process.once('exit', (status) => reject(new Error(`the agent ended (${status})`)));
  await online;
  return agent;
}

function enrol(home: string, gateway: string, code: string): Promise<void> {
  const args = [AGENT_PROGRAM, 'enrol', '--home', home, '--gateway', gateway, '--code', code];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: 'ignore' });
    child.once('error', reject);
    child.once('exit', (status) =>
      status === 0 ? resolve() : reject(new Error(`the agent could not be enrolled (${status})`)),
    );
  });
}
