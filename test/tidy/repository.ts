import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SourceFile } from './rule.ts';

const ROOT = new URL('../../', import.meta.url);

/** Every file that is tracked, or would be with the next `git add`. One that is not text is there with an empty text. */
export function repositoryFiles(): SourceFile[] {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
    cwd: fileURLToPath(ROOT),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const paths = [...new Set(listed.split('\0').filter((path) => path !== ''))];
  return paths
    .filter((path) => existsSync(new URL(encodeURI(path), ROOT)))
    .map((path) => {
      const text = readFileSync(new URL(encodeURI(path), ROOT), 'utf8');
      return { path, text: text.includes('\0') ? '' : text };
    });
}
