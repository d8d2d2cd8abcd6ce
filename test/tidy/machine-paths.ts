import { isTest, matchesOf, type Rule } from './rule.ts';

/** Absolute paths of somebody's machine; a path inside an address (`https://host/home/`) is not one. */
const MACHINE_PATH = /(?<![\w.:/-])\/(home|root|tmp|Users|work|workspace|builds)\/[\w.-]+/g;
const REGISTRY = /https?:\/\/registry\.[\w.-]+/g;

/** Nothing here knows on which machine, or through which package registry, it was made. */
export const machinePaths: Rule = (files) =>
  files
    .filter(({ path }) => !isTest(path))
    .flatMap((file) => [
      ...matchesOf(file, MACHINE_PATH, (match) => `names a path of a machine: ${match}`),
      ...matchesOf(file, REGISTRY, (match) => `names a package registry: ${match}`),
    ]);
