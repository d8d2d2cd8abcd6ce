import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../sandbox/ports.ts';

/** `ssh -R` to an sshd of this machine's own, with throwaway keys: the tunnel everybody knows. */
export interface SshPeer {
  /** The ERP as seen through the tunnel. */
  url: string;
  /** The daemon, and the client that dialled it. */
  pids(): { sshd: number; ssh: number };
  stop(): Promise<void>;
}

const SSHD = '/usr/sbin/sshd';
/** The user that sshd runs as where we are root: it must not be able to log anybody else in. */
const NOBODY = { name: 'nobody', uid: 65534, gid: 65534 };
const READY_MS_MAX = 10_000;

/** Finds sshd; on Debian, and as root, installs it without starting the system's own. False: it cannot be had. */
export function ensureSshd(say: (text: string) => void): boolean {
  if (existsSync(SSHD)) return true;
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) return false;
  say('  installing openssh-server (Debian package)\n');
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', 'openssh-server', 'openssh-client'],
  ]) {
    // RUNLEVEL=1: Debian's start scripts then start nothing.
    const env = { ...process.env, RUNLEVEL: '1', DEBIAN_FRONTEND: 'noninteractive' };
    if (spawnSync('apt-get', args, { stdio: 'ignore', env }).status !== 0) return false;
  }
  return existsSync(SSHD);
}

/** Opens the tunnel to `target`. Throws the last words of sshd or ssh where it does not come up. */
export async function startSshPeer(parent: string, target: string): Promise<SshPeer> {
  const isRoot = process.getuid?.() === 0;
  const owner = isRoot ? { uid: NOBODY.uid, gid: NOBODY.gid } : {};
  const dir = join(parent, 'ssh');
  mkdirSync(dir, { mode: 0o755 });
  chmodSync(parent, 0o755);
  const file = (name: string): string => join(dir, name);
  for (const key of ['host', 'user']) {
    spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file(key)], { stdio: 'ignore' });
  }
  spawnSync('cp', [file('user.pub'), file('authorized_keys')]);
  const [sshdPort, tunnelPort] = [await freePort(0), await freePort(0)];
  const config = [
    `Port ${sshdPort}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${file('host')}`,
    `AuthorizedKeysFile ${file('authorized_keys')}`,
    `PidFile ${file('pid')}`,
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    // Without PAM sshd refuses accounts that have no password, such as nobody.
    `UsePAM ${isRoot ? 'yes' : 'no'}`,
    'StrictModes no',
    'AllowTcpForwarding remote',
  ];
  writeFileSync(file('sshd_config'), `${config.join('\n')}\n`);
  if (isRoot) for (const name of ['host', 'authorized_keys']) chownSync(file(name), NOBODY.uid, NOBODY.gid);

  const words: string[] = [];
  const started: ChildProcess[] = [];
  const start = (command: string, args: string[], as: { uid?: number; gid?: number }): void => {
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], ...as });
    child.stderr?.on('data', (chunk) => words.push(String(chunk)));
    started.push(child);
  };
  // sshd does not watch who started it.
  process.once('exit', () => {
    for (const child of started) child.kill('SIGTERM');
  });
  const stop = async (): Promise<void> => {
    for (const child of started.splice(0).reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    }
  };
  try {
    start(SSHD, ['-D', '-e', '-f', file('sshd_config')], owner);
    await untilOpen(sshdPort);
    const user = isRoot ? NOBODY.name : userInfo().username;
    const { host } = new URL(target);
    const options = ['ExitOnForwardFailure=yes', 'StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null'];
    start(
      'ssh',
      [
        ...options.flatMap((option) => ['-o', option]),
        ...['-i', file('user'), '-p', String(sshdPort), '-N', '-R', `127.0.0.1:${tunnelPort}:${host}`],
        `${user}@127.0.0.1`,
      ],
      {},
    );
    await untilOpen(tunnelPort);
    const pids = () => ({ sshd: started[0]?.pid ?? 0, ssh: started[1]?.pid ?? 0 });
    return { url: `http://127.0.0.1:${tunnelPort}`, pids, stop };
  } catch (error) {
    await stop();
    throw new Error(`${error instanceof Error ? error.message : 'ssh failed'}: ${words.join('').slice(-400)}`);
  }
}

/** Resolves when something listens on the port. */
async function untilOpen(port: number): Promise<void> {
  const endsMs = performance.now() + READY_MS_MAX;
  while (performance.now() < endsMs) {
    const socket = createConnection({ host: '127.0.0.1', port });
    const open = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (open) return;
    await delay(50);
  }
  throw new Error(`nothing listens on port ${port}`);
}
