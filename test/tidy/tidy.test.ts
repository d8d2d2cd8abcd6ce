import { describe, expect, it } from 'vitest';
import { ERRORS } from '#contracts/errors';
import { bannedWords } from './banned-words.ts';
import { documentLinks, documentScripts, readmeLength } from './documents.ts';
import { errorCodes } from './error-codes.ts';
import { exactVersions } from './exact-versions.ts';
import { fileLength, LONGER } from './file-length.ts';
import { importArrows } from './import-arrows.ts';
import { looseCode } from './loose-code.ts';
import { machinePaths } from './machine-paths.ts';
import { pureFiles } from './pure-files.ts';
import { repositoryFiles } from './repository.ts';
import { type Rule, readable } from './rule.ts';
import * as seeded from './seeded.ts';

const files = repositoryFiles();

/** The rule as it is held here, the rule as the seeded files try it, and those files. */
const RULES: readonly [name: string, rule: Rule, seeded: readonly seeded.Seeded[], tried?: Rule][] = [
  ['imports follow the arrows', importArrows, seeded.IMPORTS],
  ['pure files know no clock, no randomness, no network', pureFiles, seeded.IMPURITIES],
  ['no file is longer than one idea', fileLength, seeded.LENGTHS],
  [
    'every error code has its heading in the failure-modes page',
    errorCodes(Object.keys(ERRORS)),
    seeded.HEADINGS,
    errorCodes(['a.one', 'a.two']),
  ],
  ['no name is a drawer', bannedWords, seeded.WORDS],
  ['no check is silenced and no test left out', looseCode, seeded.LOOSE],
  ['every dependency has one exact version', exactVersions, seeded.VERSIONS],
  ['every link of a document leads somewhere', documentLinks, seeded.LINKS],
  ['every script that a document names exists', documentScripts, seeded.SCRIPTS],
  ['the README is short', readmeLength, seeded.READMES],
  ['no file names a machine or a registry', machinePaths, seeded.PATHS],
];

describe('the house rules hold', () => {
  it('the repository is listed', () => {
    expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(['package.json', 'contracts/errors.ts']));
  });

  it.each(RULES)('%s', (_name, rule) => {
    expect(readable(rule(files))).toEqual([]);
  });

  it('a file that may be longer exists and has a reason', () => {
    const known = files.map(({ path }) => path);
    for (const [path, reason] of Object.entries(LONGER)) {
      expect(known).toContain(path);
      expect(reason.length).toBeGreaterThan(20);
    }
  });
});

describe.each(RULES)('the guard "%s"', (_name, rule, cases, tried = rule) => {
  const refused = cases.filter(([, , says]) => says !== null);
  const passed = cases.filter(([, , says]) => says === null);
  const found = ([path, text, , beside = []]: seeded.Seeded) => tried([{ path, text }, ...beside]);

  it.each(refused)('finds a seeded violation in %s: %s', (...violation) => {
    expect(readable(found(violation))).toEqual([expect.stringContaining(violation[2] ?? '')]);
  });

  it.each(passed)('lets %s pass: %s', (...fine) => {
    expect(readable(found(fine))).toEqual([]);
  });

  it('is tried both ways', () => {
    expect([refused.length > 0, passed.length > 0]).toEqual([true, true]);
  });
});
