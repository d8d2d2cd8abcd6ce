import { readFileSync } from 'node:fs';

/** Why a file cannot be read, with its path: one that is kept from this user is not missing, and not damaged. */
export function whyUnreadable(path: string, thrown: unknown): string {
  const code = codeOf(thrown);
  if (code === 'EACCES' || code === 'EPERM')
    return `${path} may not be read by this user (${code}): look at its owner, and at that of its folder`;
  if (code === 'EISDIR') return `${path} is a folder: it must be a file`;
  return `${path} cannot be read (${code})`;
}

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown);

export const notUtf8 = (path: string): string => `${path} is not UTF-8: save it as UTF-8`;

/**
 * A file's text without the mark that some editors put before it; null only where there is none.
 * Throws, naming the file and not its content, where it cannot be read or is not UTF-8.
 */
export function readTextFile(path: string): string | null {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return null;
    throw new Error(whyUnreadable(path, thrown));
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Error(notUtf8(path));
  }
}
