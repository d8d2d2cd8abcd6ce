/** One element a line, so that a change of a request reads as one. Texts stay as they are. */
export function prettyXml(xml: string): string {
  const lines: string[] = [];
  let depth = 0;
  const tokens = xml.replace(/^<\?xml[^>]*\?>\s*/, '').match(/<[^>]+>|[^<]+/g) ?? [];
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index] ?? '';
    if (!token.startsWith('<')) continue;
    if (token.startsWith('</')) {
      depth -= 1;
      lines.push('  '.repeat(depth) + token);
      continue;
    }
    const [next = '', after = ''] = tokens.slice(index + 1, index + 3);
    const isLeaf = !token.endsWith('/>') && !next.startsWith('<') && after.startsWith('</');
    if (isLeaf) {
      lines.push('  '.repeat(depth) + token + next + after);
      index += 2;
      continue;
    }
    lines.push('  '.repeat(depth) + token);
    if (!token.endsWith('/>')) depth += 1;
  }
  return `${lines.join('\n')}\n`;
}

/** With `*` in place of texts and attributes that differ from call to call. */
export const maskXml = (xml: string, varies: readonly string[]): string =>
  varies.reduce(
    (masked, name) => masked.replace(new RegExp(`(<(?:[\\w]+:)?${name}(?: [^>]*)?>)[^<]*(</)`, 'g'), '$1*$2'),
    xml,
  );
