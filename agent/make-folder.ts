import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** False, too, for what cannot be looked at. */
export const isFolder = (path: string): boolean => {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
};

/**
 * Makes a folder, and those above it that are missing. Throws the first error. (Node's own `recursive` never ends where
 * the parent is there and the system says ENOENT all the same, as for /proc/x.)
 * @returns whether it was missing
 */
export function makeFolder(folder: string, mode = 0o777): boolean {
  if (isFolder(folder)) return false;
  const above = dirname(folder);
  if (above !== folder) makeFolder(above, mode);
  try {
    mkdirSync(folder, { mode });
    return true;
  } catch (error) {
    // Somebody else made it in this moment.
    if (isFolder(folder)) return false;
    throw error;
  }
}
