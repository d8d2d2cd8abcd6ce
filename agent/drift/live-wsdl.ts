import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConnectorDocument } from '#contracts/connector';
import { failure } from '#contracts/errors';
import { fail, ok, type Result } from '#contracts/result';
import { servicesOf } from '../erp/connector/prepare.ts';

/** 16 MiB and 200 files, as for the WSDLs of a folder. */
const BYTES_MAX = 16 * 1024 * 1024;
const FILES_MAX = 200;
/** Of one file. */
const TIMEOUT_MS = 10_000;

/** A copy of a connector's folder with the WSDLs that the ERP serves now. */
export interface LiveFolder {
  folder: string;
  /** Files that are as the ERP serves them, the schemas that they lead to among them. */
  fetched: string[];
  /** Services whose WSDL the ERP did not give, and why; their WSDLs are those of the folder. */
  missing: { service: string; reason: string }[];
  close(): Promise<void>;
}

async function fetchText(address: URL, headers: Record<string, string>, left: { bytes: number }): Promise<string> {
  const response = await fetch(address, { headers, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of response.body ?? []) {
    left.bytes -= chunk.length;
    if (left.bytes < 0) throw new Error('too large');
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  const declared = /^\s*<\?xml[^>]*encoding=["']([\w-]+)/.exec(bytes.subarray(0, 200).toString('latin1'))?.[1];
  const charset = declared === undefined || /^utf-?16/i.test(declared) ? 'utf-8' : declared;
  return new TextDecoder(charset).decode(bytes);
}

const LOCATION = /((?:schemaLocation|location)\s*=\s*)(["'])([^"']+)\2/g;
const IMPORTING = /<(?:[\w.-]+:)?(?:import|include|redefine)\b[^>]*>/g;
const plain = (text: string): string => text.replaceAll('&amp;', '&');

/**
 * Fetches a WSDL with all that it imports, from its own server only, and writes it below `folder` with local names.
 * Throws with the reason.
 */
async function fetchWsdl(
  folder: string,
  file: string,
  address: URL,
  headers: Record<string, string>,
): Promise<string[]> {
  const left = { bytes: BYTES_MAX };
  const names = new Map<string, string>([[address.href, file]]);
  const written: string[] = [];
  for (const [href, name] of names) {
    if (names.size > FILES_MAX) throw new Error(`more than ${FILES_MAX} files`);
    const text = await fetchText(new URL(href), headers, left);
    if (!/<(?:[\w.-]+:)?(?:definitions|schema)\b/.test(text)) throw new Error('the answer is not a WSDL');
    const local = text.replace(IMPORTING, (tag) =>
      tag.replace(LOCATION, (_all, before: string, quote: string, location: string) => {
        const target = new URL(plain(location), href);
        if (target.origin !== address.origin) throw new Error(`it imports from another server: ${target.host}`);
        const known = names.get(target.href) ?? `${file.replace(/\.wsdl$/, '')}-${names.size}.xsd`;
        names.set(target.href, known);
        return `${before}${quote}${known}${quote}`;
      }),
    );
    await writeFile(join(folder, name), local.replace(/^\s*<\?xml[^>]*\?>/, ''));
    written.push(name);
  }
  return written;
}

function loginHeader({ login }: ConnectorDocument, settings: Record<string, string>): Record<string, string> {
  if (login?.http?.type !== 'basic') return {};
  const pair = `${settings[login.http.user] ?? ''}:${settings[login.http.password] ?? ''}`;
  return { authorization: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}` };
}

/**
 * @param against one address for a document with one service; null: each service's own address with `?wsdl`
 * @param into the folder that is made, over what a process that was ended in the middle left there; null: a temporary one
 * Errors: erp.unreachable where no service's WSDL could be had.
 */
export async function liveFolder(
  connectorDir: string,
  document: ConnectorDocument,
  settings: Record<string, string>,
  against: URL | null,
  into: string | null = null,
): Promise<Result<LiveFolder>> {
  const folder = into ?? (await mkdtemp(join(tmpdir(), 'drawbridge-wsdl-')));
  const close = () => rm(folder, { recursive: true, force: true });
  if (into !== null) await close();
  const fetched: string[] = [];
  const missing: LiveFolder['missing'] = [];
  const services = Object.entries(servicesOf(document));
  try {
    await cp(connectorDir, folder, { recursive: true });
    for (const [service, { endpoint, wsdl, path }] of services) {
      try {
        const address = new URL(against ?? settings[endpoint] ?? '');
        if (against === null) {
          if (path !== undefined && 'const' in path)
            address.pathname = `${address.pathname.replace(/\/$/, '')}${path.const}`;
          address.search = '?wsdl';
        }
        const isOwn =
          against === null || address.origin === new URL(settings[endpoint] ?? 'http://none.invalid').origin;
        fetched.push(...(await fetchWsdl(folder, wsdl, address, isOwn ? loginHeader(document, settings) : {})));
      } catch (thrown) {
        const error = thrown instanceof Error ? thrown : new Error(String(thrown));
        missing.push({ service, reason: error.cause instanceof Error ? error.cause.message : error.message });
      }
    }
    if (missing.length === services.length) {
      await close();
      const detail = missing.map(({ service, reason }) => `${service}: ${reason}`).join('; ');
      return fail(failure('erp.unreachable', { message: 'The ERP does not give its WSDL.', detail }));
    }
    return ok({ folder, fetched, missing, close });
  } catch (thrown) {
    await close();
    throw thrown;
  }
}
