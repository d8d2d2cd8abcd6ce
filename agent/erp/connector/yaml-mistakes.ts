import { type Document, isScalar, visit, type YAMLError } from 'yaml';
import { nearest } from './near-word.ts';

/** What makes a text no YAML, for somebody who does not know how YAML is parsed. */
export interface YamlMistake {
  /** Of the character, from 0. */
  offset: number;
  text: string;
}

const WORDS: Partial<Record<YAMLError['code'], string>> = {
  TAB_AS_INDENT: 'a tab stands before this line: YAML wants spaces there',
  BAD_INDENT:
    'this line does not stand under the ones that it belongs to: keys of one group begin in the same column, and every { and [ is closed',
  MULTILINE_IMPLICIT_KEY: 'this line is indented too little or too much: keys of one group begin in the same column',
  BLOCK_AS_IMPLICIT_KEY: 'two colons in one line: put a value that has a colon in quotes',
  MULTIPLE_DOCS: '--- begins a second document here, and a connector is one: take this line away',
  MISSING_CHAR: 'something is not closed, or a colon is missing: look for the other quote, bracket or brace',
  BAD_DQ_ESCAPE: 'a backslash in double quotes: write it twice, or take single quotes',
  UNEXPECTED_TOKEN: 'something stands here that does not belong to the value before it: put the whole value in quotes',
  BAD_SCALAR_START: 'a value does not begin with this character: put it in quotes',
  BLOCK_IN_FLOW: 'within { } and [ ] keys are parted by commas and not by lines that begin with -',
  TAG_RESOLVE_FAILED: 'a tag (!…) is not part of this language: write the value alone',
};

/** What stands as a key at a place. */
const keyAt = (text: string, offset: number): string => /^["']?([\w.$<-]*)/.exec(text.slice(offset))?.[1] ?? '';

const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

/** Where a key of the same name stood before, in the same group: as far in as this one. */
function firstOf(text: string, offset: number, key: string): number | null {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const lines = text.slice(0, start).split('\n').slice(0, -1);
  const depth = offset - start;
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    const line = lines[at] ?? '';
    if (line.trim() === '' || line.trim().startsWith('#')) continue;
    const indent = line.length - line.trimStart().length;
    if (indent < depth) return null;
    if (indent === depth && keyAt(line, indent) === key) return at + 1;
  }
  return null;
}

function wordsFor({ code, message, pos }: YAMLError, text: string): string {
  if (code === 'DUPLICATE_KEY') {
    const key = keyAt(text, pos[0]);
    const first = firstOf(text, pos[0], key);
    return `${key} stands twice in this group${first === null ? '' : `, first in line ${first}`}: take one of them away`;
  }
  if (code === 'BAD_INDENT' && /flow|Flow/.test(message))
    return `a { or [ before this is not closed: look at the end of line ${lineOf(text, pos[0]) - 1}`;
  return WORDS[code] ?? `this is not YAML: ${message.charAt(0).toLowerCase()}${message.slice(1)}`;
}

/** Names that are used (`*name`) and were not given before (`&name`). */
function unknownNames(yaml: Document): YamlMistake[] {
  const found: YamlMistake[] = [];
  const names = new Set<string>();
  visit(yaml, {
    Node: (_key, node) => {
      if ('anchor' in node && node.anchor !== undefined) names.add(node.anchor);
    },
    Alias: (_key, alias) => {
      if (names.has(alias.source)) return;
      const near = nearest(alias.source, names);
      const hint = near === null ? `give the group a name with &${alias.source} above` : `did you mean *${near}?`;
      found.push({ offset: alias.range?.[0] ?? 0, text: `no group above has the name ${alias.source}: ${hint}` });
    },
  });
  return found;
}

/**
 * Each key that stands twice; of other mistakes the first alone, since what follows it is mostly its echo.
 */
export function yamlMistakes(yaml: Document, text: string): YamlMistake[] {
  const all = [...yaml.errors, ...yaml.warnings].toSorted((a, b) => a.pos[0] - b.pos[0]);
  const others = all.filter(({ code }) => code !== 'DUPLICATE_KEY');
  const there = others.filter(({ pos }) => pos[0] === others[0]?.pos[0]);
  const first = there.find(({ code }) => code === 'MULTILINE_IMPLICIT_KEY') ?? there[0];
  const told = first === undefined ? all : [first];
  if (told.length > 0) return told.map((error) => ({ offset: error.pos[0], text: wordsFor(error, text) }));
  return isScalar(yaml.contents) ? [] : unknownNames(yaml);
}
