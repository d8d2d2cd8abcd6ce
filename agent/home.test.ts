import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ownFolder } from '../test/agent-link/material.ts';
import { homeAt, makeHome, readJson, writeWhole } from './home.ts';

const posix = process.platform !== 'win32';
const rights = (path: string): number => statSync(path).mode & 0o777;

describe('a file that is written whole', () => {
  it('has the text, replaces the one before, and only its owner may read it', () => {
    const path = join(ownFolder(), 'identity.json');
    writeWhole(path, 'one');
    writeWhole(path, 'grüße €');
    expect(readFileSync(path, 'utf8')).toBe('grüße €');
    if (posix) expect(rights(path)).toBe(0o600);
  });

  it('is left as it was where the new one cannot be begun or put in place', () => {
    const folder = ownFolder();
    const path = join(folder, 'identity.json');
    writeWhole(path, 'old');
    mkdirSync(`${path}.tmp`);
    expect(() => writeWhole(path, 'new')).toThrow();
    expect(readFileSync(path, 'utf8')).toBe('old');
    mkdirSync(join(folder, 'taken', 'full'), { recursive: true });
    expect(() => writeWhole(join(folder, 'taken'), 'new')).toThrow();
  });

  // A limit on a file's size stands for the full disk: a first write is cut short, and only the next one is refused.
  it.runIf(posix)('is left as it was where the disk takes a part of the new one only', () => {
    const path = join(ownFolder(), 'identity.json');
    writeWhole(path, 'old');
    const program = `
      const { writeWhole } = await import(${JSON.stringify(new URL('./home.ts', import.meta.url).href)});
      try { writeWhole(${JSON.stringify(path)}, 'x'.repeat(100_000)); process.stdout.write('written'); }
      catch (error) { process.stdout.write(error.code); }`;
    const limited = ['-c', 'ulimit -f 1; exec "$0" --input-type=module -e "$1"', process.execPath, program];
    const child = spawnSync('sh', limited, { encoding: 'utf8', timeout: 20_000 });
    expect([child.stdout, child.stderr]).toEqual(['EFBIG', '']);
    expect(readFileSync(path, 'utf8')).toBe('old');
  });
});

describe('the home', () => {
  it.runIf(posix)('is for its owner only, also where it was open before', () => {
    const folder = join(ownFolder(), 'a', 'b');
    makeHome(homeAt(folder));
    expect(rights(folder)).toBe(0o700);
    writeFileSync(homeAt(folder).config, '');
    chmodSync(folder, 0o755);
    makeHome(homeAt(folder));
    expect(rights(folder)).toBe(0o700);
  });

  it.runIf(posix)(
    'leaves the rights of a folder that is not its own, also after an enrolment that failed there',
    () => {
      const folder = ownFolder();
      chmodSync(folder, 0o755);
      makeHome(homeAt(folder));
      expect(rights(folder)).toBe(0o755);
      writeFileSync(homeAt(folder).key, '');
      makeHome(homeAt(folder));
      expect(rights(folder)).toBe(0o755);
    },
  );

  it('holds all its files inside itself', () => {
    const { dir, ...files } = homeAt('/srv/drawbridge');
    for (const file of Object.values(files)) expect(file.startsWith(join(dir, '/'))).toBe(true);
  });
});

describe('a JSON file', () => {
  it('is undefined where there is none, and thrown with its name where it is not JSON or no file', () => {
    const folder = ownFolder();
    const path = join(folder, 'x.json');
    expect(readJson(path)).toBeUndefined();
    writeFileSync(path, '{"a":1}');
    expect(readJson(path)).toEqual({ a: 1 });
    writeFileSync(path, '{"a":');
    expect(() => readJson(path)).toThrow(`${path} is damaged: it is not JSON`);
    writeFileSync(path, 'null');
    expect(readJson(path)).toBeNull();
    expect(() => readJson(folder)).toThrow(`${folder} is a folder: it must be a file`);
    expect(() => readJson(join(path, 'x.json'))).toThrow('x.json cannot be read (ENOTDIR)');
  });
});
