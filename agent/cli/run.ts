import { readConfig, readIdentity } from '../config.ts';
import { startDaemon } from '../daemon.ts';
import type { Home } from '../home.ts';
import { hasKey } from '../key.ts';
import { openLog } from '../log.ts';
import { EXIT, explain, explainFailure } from './exit.ts';

/**
 * Runs the agent until it is told to stop (SIGTERM, SIGINT, a closed terminal, or the end of standard input where asked
 * for). Then a write under way may end first; told by a second signal, it stops at once.
 */
export async function run(home: Home, options: { endWithStdin: boolean; gateway?: string }): Promise<number> {
  const enrolled = readIdentity(home);
  if (enrolled === null) {
    explain('This agent is not enrolled.', 'drawbridge enrol --gateway https://… --code …');
    return EXIT.notEnrolled;
  }
  if (!hasKey(home)) {
    explain(
      `The key of this agent is not there: ${home.key}.`,
      'Put it back, or make this host an agent of its own: drawbridge enrol --gateway https://… --code …',
    );
    return EXIT.notEnrolled;
  }
  const identity = { ...enrolled, gateway: options.gateway ?? enrolled.gateway };
  if (!/^https?:$/.test(URL.parse(identity.gateway)?.protocol ?? '')) {
    explain(`${identity.gateway} is not the address of a gateway.`, 'Give one that begins with https://.');
    return EXIT.usage;
  }
  const config = readConfig(home, process.env);
  if (!config.ok) {
    explainFailure(config.error);
    return EXIT.usage;
  }
  // What is made from here on is for nobody else to read, the files that SQLite makes beside the journal too.
  process.umask(0o077);
  const stop = new AbortController();
  const told = (): void => {
    if (stop.signal.aborted) process.exit(EXIT.failed);
    stop.abort();
  };
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, told);
  // A terminal that closes may say so twice, and nobody is impatient.
  process.on('SIGHUP', () => stop.abort());
  if (options.endWithStdin) process.stdin.once('end', () => stop.abort()).resume();
  const daemon = await startDaemon(home, config.value, identity, openLog(), stop.signal);
  if (!daemon.ok) {
    explainFailure(daemon.error);
    return EXIT.needsAttention;
  }
  const { reason } = await daemon.value.ended;
  switch (reason) {
    case 'told-to':
      return EXIT.ok;
    case 'replaced':
      explain('Another agent with this key has taken over.', 'Stop the other one, or enrol this host on its own.');
      return EXIT.needsAttention;
    case 'version-unsupported':
      explain('The gateway no longer speaks the version of this agent.', 'Update the agent.');
      return EXIT.needsAttention;
  }
}
