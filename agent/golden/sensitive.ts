import type { ConnectorDocument } from '#contracts/connector';
import { servicesOf } from '../erp/connector/prepare.ts';

/** Where a document says that something is secret, or different in every call. */

/** Every text under a key, wherever in the document. */
function under(key: string, within: unknown): string[] {
  if (typeof within !== 'object' || within === null) return [];
  return Object.entries(within).flatMap(([name, value]) =>
    name === key && typeof value === 'string' ? [value] : under(key, value),
  );
}

/**
 * Settings that are not secret and show who asks, such as the user's name: short words mostly, that are hidden where they
 * stand alone.
 */
export function identifyingSettings(document: ConnectorDocument): string[] {
  const { login, settings } = document;
  const endpoints = new Set(Object.values(servicesOf(document)).map(({ endpoint }) => endpoint));
  const shown = [login?.http, login?.security, login?.certificate].flatMap((part) =>
    part === undefined ? [] : ['user', 'domain', 'password', 'passphrase', 'key'].flatMap((key) => under(key, part)),
  );
  const sent = under('setting', [login?.session, servicesOf(document), document.stamps]);
  return [...new Set([...shown, ...sent])].filter((name) => !settings[name]?.secret && !endpoints.has(name));
}

const usesStamp = (value: unknown): boolean => under('stamp', [value]).length > 0;

/** Elements and attributes of requests whose text is made anew for every call. */
export function stampedNames(document: ConnectorDocument): Set<string> {
  const names = new Set<string>();
  const visit = (within: unknown): void => {
    if (typeof within !== 'object' || within === null) return;
    for (const [name, value] of Object.entries(within)) {
      const isValue = typeof value === 'object' && value !== null && !('fields' in value);
      if (isValue && !Array.isArray(value) && ('stamp' in value || 'template' in value || 'cel' in value)) {
        if (usesStamp(value)) names.add(name);
      } else visit(value);
    }
  };
  for (const { headers } of Object.values(servicesOf(document))) visit(headers);
  visit(document.commands);
  visit(document.login?.session?.request);
  return names;
}
