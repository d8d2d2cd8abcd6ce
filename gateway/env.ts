import { z } from 'zod';
import type { DirectoryObject } from './durable/directory-object.ts';
import type { TenantObject } from './durable/tenant-object.ts';

/** The Worker's bindings: two object namespaces, and text that is parsed once by `settingsOf`. */
export interface Env {
  TENANTS: DurableObjectNamespace<TenantObject>;
  DIRECTORY: DurableObjectNamespace<DirectoryObject>;
  PUBLIC_BASE_URLS?: string;
  HUBSPOT_CLIENT_ID?: string;
  HUBSPOT_CLIENT_SECRET?: string;
  HUBSPOT_API_URL?: string;
  SEAL_KEY?: string;
  ENVIRONMENT?: string;
  OPERATOR_PASSPHRASE?: string;
}

const origin = z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).origin);

const Settings = z
  .object({
    /** The addresses under which CRMs and agents reach this gateway; the first is the one agents are told. */
    PUBLIC_BASE_URLS: z
      .string()
      .transform((text) => text.split(',').map((part) => part.trim()))
      .pipe(z.array(origin).min(1)),
    HUBSPOT_CLIENT_ID: z.string().min(1),
    HUBSPOT_CLIENT_SECRET: z.string().min(1),
    HUBSPOT_API_URL: origin.default('https://api.hubapi.com'),
    /** 32 bytes, base64: seals the CRM refresh tokens at rest. */
    SEAL_KEY: z.string().regex(/^[A-Za-z0-9+/]{43}=$/),
    ENVIRONMENT: z.enum(['production', 'sandbox']).default('production'),
    /** Only looked at in the sandbox. In production an identity provider stands in front of operations. */
    OPERATOR_PASSPHRASE: z.string().min(12).optional(),
  })
  .transform((env) => ({
    publicBaseUrls: env.PUBLIC_BASE_URLS,
    hubspot: { clientId: env.HUBSPOT_CLIENT_ID, clientSecret: env.HUBSPOT_CLIENT_SECRET, apiUrl: env.HUBSPOT_API_URL },
    sealKey: env.SEAL_KEY,
    operatorPassphrase: env.ENVIRONMENT === 'sandbox' ? (env.OPERATOR_PASSPHRASE ?? null) : null,
  }));
export type Settings = z.output<typeof Settings>;

const parsed = new WeakMap<object, Settings>();

/** The Worker's settings. Throws with the names, never the values, of those that are missing or wrong: nothing works without them. */
export function settingsOf(env: Env): Settings {
  const known = parsed.get(env);
  if (known !== undefined) return known;
  const result = Settings.safeParse(env);
  if (!result.success) {
    const names = [...new Set(result.error.issues.map((issue) => String(issue.path[0])))];
    throw new Error(`settings missing or wrong: ${names.join(', ')}`);
  }
  parsed.set(env, result.data);
  return result.data;
}
