import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { CONNECTORS, type ErpCases, outlineOf } from './cases.ts';

/**
 * WSDLs of real products are not ours to ship: they are read where they lie, in `wsdl/<product>` below the folder that
 * DRAWBRIDGE_SHARED names.
 */
const SHARED = process.env.DRAWBRIDGE_SHARED ?? join(import.meta.dirname, '../../../shared');

export type Origin = 'vendor' | 'form' | 'ours';

/** A connector's folder as its owner has it: the document beside the WSDLs that were downloaded from the ERP. */
export interface ConnectorFolder {
  folder: string;
  /** WSDL → whose it is: the vendor's, ours in the vendor's form, or ours alone. */
  origins: ReadonlyMap<string, Origin>;
  close(): void;
}

type Source = ErpCases['wsdls'][string];
/** Those that have to be fetched into the folder: not those that are in it. */
const fetched = ({ wsdls }: ErpCases): [string, Exclude<Source, { shipped: true }>][] =>
  Object.entries(wsdls).flatMap(([file, from]) => ('shipped' in from ? [] : [[file, from]]));

const sourceOf = (connector: string, from: Exclude<Source, { shipped: true }>): string =>
  'vendor' in from ? join(SHARED, 'wsdl', from.vendor) : outlineOf(connector, from.outline);

/** A file of a vendor that is only looked at; null where it is not there. */
export function vendorFile(path: string): string | null {
  const file = join(SHARED, 'wsdl', path);
  return existsSync(file) ? file : null;
}

/** WSDLs of the vendor that are not there. */
export const missingWsdls = (connector: string, erp: ErpCases): string[] =>
  fetched(erp)
    .filter(([, from]) => !existsSync(sourceOf(connector, from)))
    .map(([, from]) => ('vendor' in from ? from.vendor : from.outline));

/** Puts the folder together, outside the project; null where a vendor's WSDL is missing. */
export function openFolder(connector: string, erp: ErpCases): ConnectorFolder | null {
  if (missingWsdls(connector, erp).length > 0) return null;
  const folder = mkdtempSync(join(tmpdir(), 'connector-'));
  cpSync(join(CONNECTORS, connector), folder, { recursive: true });
  for (const [file, from] of fetched(erp)) {
    const source = sourceOf(connector, from);
    cpSync(source, join(folder, file));
    const schemas = join(dirname(source), 'xsd');
    if (existsSync(schemas)) cpSync(schemas, join(folder, basename(schemas)), { recursive: true });
  }
  const origins = new Map(
    Object.entries(erp.wsdls).map(([file, from]): [string, Origin] => {
      if ('vendor' in from || ('itsOwn' in from && from.itsOwn)) return [file, 'vendor'];
      return [file, from.formOf !== undefined && vendorFile(from.formOf) !== null ? 'form' : 'ours'];
    }),
  );
  return { folder, origins, close: () => rmSync(folder, { recursive: true, force: true }) };
}
