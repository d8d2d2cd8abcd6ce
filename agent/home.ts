import { chmodSync, closeSync, existsSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from './make-folder.ts';
import { readTextFile } from './text-file.ts';

/** The agent's own folder: configuration, key, identity, journal, status. Nobody else may read it. */
export interface Home {
  dir: string;
  config: string;
  key: string;
  identity: string;
  journal: string;
  status: string;
  /** What is known of an ERP that has changed. */
  drift: string;
  /** The connector with the ERP's own WSDLs, while they are compared. */
  liveWsdl: string;
}

export function homeAt(dir: string): Home {
  return {
    dir,
    config: join(dir, 'agent.yaml'),
    key: join(dir, 'agent-key.json'),
    identity: join(dir, 'identity.json'),
    journal: join(dir, 'journal.db'),
    status: join(dir, 'status.json'),
    drift: join(dir, 'drift.json'),
    liveWsdl: join(dir, 'live-wsdl'),
  };
}

/**
 * Makes the folder with owner-only rights, and tightens one that is an agent's already (no effect on Windows, where the
 * folder's ACL counts). Any other is left as it is: it may be everybody's, as /tmp, and a key alone is what an enrolment
 * that failed has left in it.
 */
export function makeHome({ dir, config, identity, journal }: Home): void {
  const isOwn = makeFolder(dir, 0o700) || [config, identity, journal].some((file) => existsSync(file));
  if (isOwn) chmodSync(dir, 0o700);
}

/** Writes a file whole or not at all: temporary file, fsync, rename. Owner-only rights, unless told otherwise. */
export function writeWhole(path: string, text: string, mode = 0o600): void {
  const temporary = `${path}.tmp`;
  const file = openSync(temporary, 'w', mode);
  try {
    // Not writeSync: on a full disk that writes a part, and says so only by a number.
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}

/**
 * A JSON file's content, or undefined where there is none. Throws, naming the file and not its content, on one that
 * cannot be read or is not JSON.
 */
export function readJson(path: string): unknown {
  const text = readTextFile(path);
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${path} is damaged: it is not JSON`);
  }
}
