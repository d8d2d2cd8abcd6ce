import { statSync } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { failure } from '#contracts/errors';
import { AgentId, TenantId } from '#contracts/ids';
import { fail, ok, type Result } from '#contracts/result';
import { declaredSettings } from './declared-settings.ts';
import { plainWords } from './erp/connector/plain-words.ts';
import { problemsOf } from './erp/connector/schema-issues.ts';
import { type Home, readJson } from './home.ts';
import { lackingSettings } from './lacking-settings.ts';
import { notUtf8, readTextFile } from './text-file.ts';
import { writtenSecrets } from './written-secrets.ts';

/** A value, or where it is: in a file that only its owner may read, or in the environment. */
const SettingSource = z.union([
  z.string().max(2000),
  z.strictObject({ file: z.string().min(1) }),
  z.strictObject({ env: z.string().min(1) }),
]);

/** `agent.yaml`, written by IT. Secrets are named by file or environment variable, never written in it. */
export const AgentConfig = z.strictObject({
  /** Folder with `connector.yaml`; relative to this file. */
  connector: z.string().min(1),
  /** Values for the connector's settings. */
  settings: z.record(z.string(), SettingSource),
});
export type AgentConfig = z.infer<typeof AgentConfig>;

/** What enrolment left behind: who this agent is and which gateway it dials. */
export const Identity = z.strictObject({ agentId: AgentId, tenantId: TenantId, gateway: z.url() });
export type Identity = z.infer<typeof Identity>;

export interface ReadConfig {
  connectorDir: string;
  settings: Record<string, string>;
}

const invalid = (detail: string) => fail(failure('agent.config-invalid', { detail }));

/**
 * Reads and resolves the configuration. The error names the file and the setting, never a value.
 * @param connector a folder in place of the one that is configured
 */
export function readConfig(
  home: Home,
  env: Record<string, string | undefined>,
  connector?: string,
): Result<ReadConfig> {
  const text = textOf(home.config);
  if (!text.ok) return text;
  let document: unknown;
  try {
    document = parse(text.value, { maxAliasCount: 20 });
  } catch (thrown) {
    const line = thrown instanceof YAMLParseError ? thrown.linePos?.[0].line : undefined;
    return invalid(`${home.config} is not YAML${line === undefined ? '' : `: look at line ${line}`}`);
  }
  const config = AgentConfig.safeParse(document, { error: plainWords });
  if (!config.success) {
    const wrong = problemsOf(config.error.issues).map(({ path, text }) => `${path.join('.') || 'it'}: ${text}`);
    return invalid(`${home.config}: ${wrong.join('; ')}`);
  }
  const base = dirname(home.config);
  const connectorDir = connector ?? absolute(base, config.data.connector);
  const written = Object.entries(config.data.settings).flatMap(([name, source]) =>
    typeof source === 'string' ? [[name, source] as const] : [],
  );
  const declared = declaredSettings(connectorDir);
  const [secret] = writtenSecrets(declared, Object.fromEntries(written));
  if (secret !== undefined) {
    const instead = `write { file: … } with a file that only its owner may read, or { env: … } with a variable`;
    return invalid(`setting ${secret}: a secret stands in ${home.config}; ${instead}`);
  }
  const settings: Record<string, string> = {};
  for (const [name, source] of Object.entries(config.data.settings)) {
    const value = readSetting(name, source, base, env);
    if (!value.ok) return value;
    settings[name] = value.value;
  }
  const lacking = lackingSettings(
    declared.map(({ name }) => name),
    settings,
  );
  return lacking.length > 0 ? invalid(`${home.config}: ${lacking.join('; ')}`) : ok({ connectorDir, settings });
}

const absolute = (base: string, path: string): string => (isAbsolute(path) ? path : resolve(base, path));

function readSetting(
  name: string,
  source: z.infer<typeof SettingSource>,
  base: string,
  env: Record<string, string | undefined>,
): Result<string> {
  if (typeof source === 'string') return ok(source);
  if ('env' in source) {
    const value = env[source.env];
    return value === undefined || value === ''
      ? invalid(`setting ${name}: the variable ${source.env} is not set`)
      : ok(value);
  }
  const path = absolute(base, source.file);
  const about = `setting ${name}: `;
  const text = textOf(path, about);
  if (!text.ok) return text;
  // 0o077: rights of group and others. Windows has no such bits.
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
    return invalid(`${about}${path} may be read by others; run chmod 600 on it`);
  }
  // What was not UTF-8 once, or is UTF-16 still, would be sent as another password, and lock the account.
  if (/[\0\ufffd]/.test(text.value)) return invalid(about + notUtf8(path));
  const value = text.value.trimEnd();
  return value === '' ? invalid(`${about}${path} is empty`) : ok(value);
}

function textOf(path: string, about = ''): Result<string> {
  try {
    const text = readTextFile(path);
    return text === null ? invalid(`${about}${path} is missing`) : ok(text);
  } catch (thrown) {
    return invalid(about + (thrown instanceof Error ? thrown.message : String(thrown)));
  }
}

/** Null: not enrolled. Throws, naming the file, where there is one and it does not say who this agent is. */
export function readIdentity(home: Home): Identity | null {
  const written = readJson(home.identity);
  if (written === undefined) return null;
  const identity = Identity.safeParse(written, { error: plainWords });
  if (identity.success) return identity.data;
  const wrong = problemsOf(identity.error.issues).map(({ path, text }) => `${path.join('.') || 'it'}: ${text}`);
  throw new Error(`${home.identity} does not fit: ${wrong.join('; ')}`);
}
