import type { DeclaredSetting } from './declared-settings.ts';

/** `https://user:password@host/`. */
const hasPassword = (value: string): boolean => (URL.parse(value)?.password ?? '') !== '';

/** The settings whose values stand in the configuration itself and must not: that file is copied, shown and backed up. */
export function writtenSecrets(
  declared: readonly DeclaredSetting[],
  written: Readonly<Record<string, string>>,
): string[] {
  const secrets = new Set(declared.flatMap(({ name, secret }) => (secret ? [name] : [])));
  return Object.entries(written).flatMap(([name, value]) => (secrets.has(name) || hasPassword(value) ? [name] : []));
}
