/** A text as it stands in a document of YAML: quoted where it would be read as anything else. */
const PLAIN = /^[\p{L}_/][\p{L}\p{N}_./-]*$/u;
const RESERVED = /^(?:y|n|yes|no|on|off|true|false|null|~)$/i;

/** Words of others, as they may stand in a comment: on its line, and not too long. */
export const inComment = (texts: readonly string[]): string =>
  texts
    .slice(0, 12)
    .map((text) => text.replace(/[\s\p{Cc}]+/gu, ' ').slice(0, 40))
    .join(', ');

export const plain = (text: string): string => (PLAIN.test(text) && !RESERVED.test(text) ? text : JSON.stringify(text));
