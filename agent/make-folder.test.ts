import { statSync, symlinkSync, writeFileSync } from 'node:fs';
import { platform } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ownFolder } from '../test/agent-link/material.ts';
import { makeFolder } from './make-folder.ts';

describe('a folder', () => {
  it('is made with those above it, once, and says whether it was missing', () => {
    const folder = join(ownFolder(), 'a', 'b', 'c');
    expect([makeFolder(folder, 0o700), makeFolder(folder, 0o755)]).toEqual([true, false]);
    if (platform() === 'win32') return;
    for (const made of [folder, join(folder, '..')]) expect(statSync(made).mode & 0o777).toBe(0o700);
  });

  it('that cannot be made throws what the system says', () => {
    const own = ownFolder();
    writeFileSync(join(own, 'file'), '');
    expect(() => makeFolder(join(own, 'file'))).toThrow('EEXIST');
    expect(() => makeFolder(join(own, 'file', 'a', 'b'))).toThrow(/ENOTDIR|EEXIST/);
    if (platform() !== 'linux') return;
    symlinkSync(join(own, 'nowhere'), join(own, 'dangling'));
    expect(() => makeFolder(join(own, 'dangling', 'a'))).toThrow('EEXIST');
    for (const path of ['/proc/x', '/proc/x/y']) expect(() => makeFolder(path)).toThrow('ENOENT');
  });
});
