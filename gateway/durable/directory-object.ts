import { DurableObject } from 'cloudflare:workers';
import type { TenantId } from '#contracts/ids';
import type { Env } from '../env.ts';
import { migrate } from './migrate.ts';

const MIGRATIONS = [
  `
  CREATE TABLE tenant (tenant_id TEXT PRIMARY KEY, created_at INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE crm_account (
    platform TEXT NOT NULL,
    account_id TEXT NOT NULL,
    tenant_id TEXT NOT NULL REFERENCES tenant (tenant_id),
    PRIMARY KEY (platform, account_id)
  ) WITHOUT ROWID;
  CREATE TABLE enrolment_code (code_hash TEXT PRIMARY KEY, tenant_id TEXT NOT NULL, expires_at INTEGER NOT NULL) WITHOUT ROWID;
  `,
];

/** The one name under which the directory is found. */
export const DIRECTORY_NAME = 'directory';

/** Which CRM account and which enrolment code belongs to which tenant. Small; it holds no business data. */
export class DirectoryObject extends DurableObject<Env> {
  readonly #sql: SqlStorage;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    migrate(ctx.storage, MIGRATIONS);
  }

  /** Notes a tenant for a HubSpot account. An account that is taken keeps its tenant, and that one is answered. */
  addTenant(tenantId: TenantId, portalId: string): TenantId {
    return this.ctx.storage.transactionSync(() => {
      const known = this.tenantOfPortal(portalId);
      if (known !== null) return known;
      this.#sql.exec('INSERT INTO tenant (tenant_id, created_at) VALUES (?, ?)', tenantId, Date.now());
      this.#sql.exec(
        "INSERT INTO crm_account (platform, account_id, tenant_id) VALUES ('hubspot', ?, ?)",
        portalId,
        tenantId,
      );
      return tenantId;
    });
  }

  tenantOfPortal(portalId: string): TenantId | null {
    return this.#tenant(
      "SELECT tenant_id AS tenantId FROM crm_account WHERE platform = 'hubspot' AND account_id = ?",
      portalId,
    );
  }

  hasTenant(tenantId: string): boolean {
    return this.#tenant('SELECT tenant_id AS tenantId FROM tenant WHERE tenant_id = ?', tenantId) !== null;
  }

  addEnrolmentCode(codeHash: string, tenantId: TenantId, expiresAt: number): void {
    this.#sql.exec('DELETE FROM enrolment_code WHERE expires_at < ?', Date.now());
    this.#sql.exec(
      'INSERT INTO enrolment_code (code_hash, tenant_id, expires_at) VALUES (?, ?, ?)',
      codeHash,
      tenantId,
      expiresAt,
    );
  }

  tenantOfCode(codeHash: string): TenantId | null {
    return this.#tenant('SELECT tenant_id AS tenantId FROM enrolment_code WHERE code_hash = ?', codeHash);
  }

  #tenant(query: string, key: string): TenantId | null {
    const [row] = this.#sql.exec<{ tenantId: TenantId }>(query, key).toArray();
    return row?.tenantId ?? null;
  }
}
