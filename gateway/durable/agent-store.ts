import type { AgentPublicKey } from '#contracts/enrolment';
import type { AgentId } from '#contracts/ids';

interface CodeRow {
  expiresAt: number;
  agentId: AgentId | null;
  publicKey: string | null;
}

/** An agent as an operator sees it; times in epoch ms. */
export interface AgentState {
  agentId: AgentId;
  hostName: string;
  enrolledAt: number;
  lastDialledAt: number | null;
  revokedAt: number | null;
  isConnected: boolean;
  /** It is asked, and its ERP is the tenant's own. */
  isServing: boolean;
}

/** Far more than any tenant ever enrols. */
const LISTED_MAX = 200;

/** Agents of the tenant, and the one-time codes that make them. Codes come in as hashes. */
export class AgentStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  addCode(codeHash: string, expiresAt: number, now: number): void {
    this.#sql.exec('DELETE FROM enrolment_code WHERE expires_at < ?', now);
    this.#sql.exec('INSERT INTO enrolment_code (code_hash, expires_at) VALUES (?, ?)', codeHash, expiresAt);
  }

  code(codeHash: string): CodeRow | null {
    const [row] = this.#sql
      .exec<Record<string, SqlStorageValue> & CodeRow>(
        'SELECT expires_at AS expiresAt, agent_id AS agentId, public_key AS publicKey FROM enrolment_code WHERE code_hash = ?',
        codeHash,
      )
      .toArray();
    return row ?? null;
  }

  /** Uses a code up and notes its agent, in one transaction of the caller. */
  enrol(codeHash: string, agentId: AgentId, publicKey: AgentPublicKey, hostName: string, now: number): void {
    const key = JSON.stringify(publicKey);
    this.#sql.exec(
      'UPDATE enrolment_code SET agent_id = ?, public_key = ? WHERE code_hash = ?',
      agentId,
      key,
      codeHash,
    );
    this.#sql.exec(
      'INSERT INTO agent (agent_id, public_key, host_name, enrolled_at) VALUES (?, ?, ?, ?)',
      agentId,
      key,
      hostName,
      now,
    );
  }

  /** The newest first. */
  all(): Omit<AgentState, 'isConnected' | 'isServing'>[] {
    return this.#sql
      .exec<Record<string, SqlStorageValue> & Omit<AgentState, 'isConnected' | 'isServing'>>(
        `SELECT agent_id AS agentId, host_name AS hostName, enrolled_at AS enrolledAt, last_seen_at AS lastDialledAt,
           revoked_at AS revokedAt
         FROM agent ORDER BY enrolled_at DESC, agent_id LIMIT ?`,
        LISTED_MAX,
      )
      .toArray();
  }

  /** Epoch ms; null: it is not revoked; undefined: there is no such agent. */
  revokedAt(agentId: string): number | null | undefined {
    return this.#sql
      .exec<{ revokedAt: number | null }>('SELECT revoked_at AS revokedAt FROM agent WHERE agent_id = ?', agentId)
      .toArray()[0]?.revokedAt;
  }

  revoke(agentId: string, now: number): void {
    this.#sql.exec('UPDATE agent SET revoked_at = ? WHERE agent_id = ?', now, agentId);
  }

  /** Null: it is not enrolled here, or was revoked. */
  publicKey(agentId: string): AgentPublicKey | null {
    const [row] = this.#sql
      .exec<{ publicKey: string }>(
        'SELECT public_key AS publicKey FROM agent WHERE agent_id = ? AND revoked_at IS NULL',
        agentId,
      )
      .toArray();
    return row === undefined ? null : (JSON.parse(row.publicKey) as AgentPublicKey);
  }

  /** Spends a dial's token. False: it was used before, so somebody has listened. */
  spendToken(agentId: string, tokenId: string, expiresAt: number, now: number): boolean {
    this.#sql.exec('DELETE FROM used_token WHERE expires_at < ?', now);
    const token = `${agentId} ${tokenId}`;
    return (
      this.#sql.exec('INSERT OR IGNORE INTO used_token (token, expires_at) VALUES (?, ?)', token, expiresAt)
        .rowsWritten > 0
    );
  }

  /** The connector that it said last; empty: it has, before that was kept; null: it has said none. */
  connectorOf(agentId: string): string | null {
    const [row] = this.#sql
      .exec<{ name: string | null }>('SELECT connector_name AS name FROM agent WHERE agent_id = ?', agentId)
      .toArray();
    return row?.name ?? null;
  }

  noteConnector(agentId: string, name: string): void {
    this.#sql.exec('UPDATE agent SET connector_name = ? WHERE agent_id = ?', name, agentId);
  }

  /** Whether an agent that may dial said this connector last, or may have. */
  anyHas(name: string): boolean {
    const found = this.#sql.exec(
      "SELECT 1 FROM agent WHERE connector_name IN (?, '') AND revoked_at IS NULL LIMIT 1",
      name,
    );
    return found.toArray().length > 0;
  }

  seen(agentId: string, now: number): void {
    this.#sql.exec('UPDATE agent SET last_seen_at = ? WHERE agent_id = ?', now, agentId);
  }
}
