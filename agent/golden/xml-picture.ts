/** XML for people: one element a line. Texts stay as they are; what is no XML is given back untouched. */
const TOKENS = /<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<[^>]*>|[^<]+/g;
/** 512 Ki characters: more of it nobody reads, and nothing is lost that counts. */
const CHARS_MAX = 512 * 1024;

const isText = (token: string): boolean => !token.startsWith('<') || token.startsWith('<![CDATA[');

export function xmlPicture(xml: string): string {
  const bare = xml.replace(/^\ufeff?\s*<\?xml[^>]*\?>\s*/, '');
  if (!bare.startsWith('<') || bare.length > CHARS_MAX) return bare;
  const tokens = bare.match(TOKENS) ?? [];
  const lines: string[] = [];
  let depth = 0;
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] ?? '';
    if (isText(token)) {
      if (token.trim() !== '') lines.push('  '.repeat(depth) + token.trim());
      continue;
    }
    if (token.startsWith('</')) {
      depth = Math.max(0, depth - 1);
      lines.push('  '.repeat(depth) + token);
      continue;
    }
    let leaf = token;
    let end = at + 1;
    while (end < tokens.length && isText(tokens[end] ?? '')) leaf += tokens[end++];
    const opens = !token.endsWith('/>') && !token.startsWith('<!') && !token.startsWith('<?');
    if (opens && tokens[end]?.startsWith('</')) {
      lines.push('  '.repeat(depth) + leaf + tokens[end]);
      at = end;
      continue;
    }
    lines.push('  '.repeat(depth) + token);
    if (opens) depth += 1;
  }
  return lines.join('\n');
}
