import { DurableObject } from 'cloudflare:workers';
import type {
  CompanyView,
  DealView,
  OrderView,
  PushAnswer,
  PushRequest,
  SearchView,
  StockView,
} from '#contracts/card-api';
import type { Enrolment, EnrolmentRequest } from '#contracts/enrolment';
import { failure } from '#contracts/errors';
import { CLOSE, type Hello } from '#contracts/frames';
import type {
  AgentId,
  CorrelationId,
  CrmRecordId,
  CustomerId,
  ItemId,
  PushId,
  SalesOrderId,
  TenantId,
} from '#contracts/ids';
import type { TenantPolicy } from '#contracts/policy';
import { fail, ok, type Result } from '#contracts/result';
import { cardError } from '../core/card-error.ts';
import { redeem } from '../core/enrolment.ts';
import { nameOf } from '../crm/hubspot-token.ts';
import { type Env, settingsOf } from '../env.ts';
import { type JsonText, jsonText } from '../json-text.ts';
import { randomHex } from '../random-hex.ts';
import type { ViewRequest } from './card-views.ts';
import { verifyDial } from './dial.ts';
import { openTenant, type TenantParts } from './tenant-parts.ts';

/** Who asks: the CRM account as signed, the request's number, and whether the newest is wanted. */
export interface Caller extends ViewRequest {
  portalId: string;
  /** The CRM user's address in lower case, as the CRM signed it; null: it did not say. */
  email: string | null;
}

/** A minute: soon for a passing failure, and no storm for a lasting one. */
const ALARM_RETRY_MS = 60_000;

/** One tenant: its agents' sockets, last known copies, pushes, outbox and audit. Decisions are in ../core; this wires and carries out. */
export class TenantObject extends DurableObject<Env> {
  readonly #now = () => Date.now();
  readonly #parts: TenantParts;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#parts = openTenant(ctx, env, this.#now, () => this.#arm());
  }

  /** Sets the tenant up, or renews its CRM token. */
  setUp(tenantId: TenantId, portalId: string, sealedRefreshToken: string): void {
    this.#parts.settings.write('tenant-id', tenantId);
    this.#parts.settings.write('portal-id', portalId);
    this.#parts.settings.write('refresh-token', sealedRefreshToken);
    this.#parts.crmSlot.forget();
  }

  addEnrolmentCode(codeHash: string, expiresAt: number): void {
    this.#parts.agents.addCode(codeHash, expiresAt, this.#now());
  }

  enrol(codeHash: string, { publicKey, hostName }: EnrolmentRequest, correlationId: CorrelationId): Result<Enrolment> {
    return this.ctx.storage.transactionSync(() => {
      const tenantId = this.#parts.settings.read('tenant-id') as TenantId | null;
      const redeemed = redeem(this.#parts.agents.code(codeHash), publicKey, this.#now());
      if (!redeemed.ok) return redeemed;
      if (tenantId === null) return fail(failure('enrolment.code-invalid'));
      if (redeemed.value.agentId !== null) return ok({ agentId: redeemed.value.agentId, tenantId });
      const agentId = `a_${randomHex(8)}` as AgentId;
      this.#parts.agents.enrol(codeHash, agentId, publicKey, hostName, this.#now());
      this.#parts.audit.append(this.#now(), 'agent', agentId, correlationId, { event: 'enrolled', hostName });
      return ok({ agentId, tenantId });
    });
  }

  companyView(caller: Caller, companyId: CrmRecordId): Promise<JsonText<CompanyView>> {
    return this.#serve(caller, () => this.#parts.views.company(companyId, caller));
  }

  orderView(caller: Caller, companyId: CrmRecordId, orderId: SalesOrderId): Promise<JsonText<OrderView>> {
    return this.#serve(caller, () => this.#parts.views.order(companyId, orderId, caller));
  }

  searchView(caller: Caller, companyId: CrmRecordId, number: string): Promise<JsonText<SearchView>> {
    return this.#serve(caller, () => this.#parts.views.search(companyId, number, caller));
  }

  stockView(caller: Caller, itemIds: ItemId[]): Promise<JsonText<StockView>> {
    return this.#serve(caller, () => this.#parts.views.stock(itemIds, caller));
  }

  dealView(caller: Caller, dealId: CrmRecordId): Promise<JsonText<DealView>> {
    return this.#serve(caller, () => this.#parts.deals.deal(dealId, caller.correlationId));
  }

  push(caller: Caller, dealId: CrmRecordId, asked: PushRequest): Promise<JsonText<PushAnswer>> {
    return this.#serve(caller, async () => {
      const push = await this.#parts.door.send({ ...asked, ...caller, dealId, way: 'card' });
      await this.#arm();
      return this.#parts.deals.push(push, caller.correlationId);
    });
  }

  pushView(caller: Caller, pushId: PushId): Promise<JsonText<PushAnswer>> {
    return this.#serve(caller, async () => {
      const push = this.#parts.pushes.read(pushId);
      return this.#parts.deals.push(push === null ? fail(failure('push.not-found')) : ok(push), caller.correlationId);
    });
  }

  /** Sets how this tenant's ERP is treated. */
  async setPolicy(policy: TenantPolicy, correlationId: CorrelationId): Promise<void> {
    this.#parts.policy.write(policy);
    this.#parts.audit.append(this.#now(), 'policy', 'tenant', correlationId, policy);
    this.#parts.reader.forgetFailures();
    this.#parts.runner.linkUp();
    await this.#arm();
  }

  /** Forgets every last known answer about a customer; says how many there were. Pushes and audit stay: they are records. */
  eraseCopies(customerId: CustomerId, correlationId: CorrelationId): number {
    const copies = this.#parts.copies.erase(customerId);
    this.#parts.audit.append(this.#now(), 'copies', customerId, correlationId, { event: 'erased', copies });
    return copies;
  }

  /** An agent dials in. The Worker has checked the form of the request, this checks who it is. */
  override async fetch(request: Request): Promise<Response> {
    const tenantId = this.#parts.settings.read('tenant-id') as TenantId | null;
    const token = request.headers.get('authorization')?.replace(/^Bearer /i, '') ?? '';
    if (tenantId === null) return new Response('agent.credential-refused', { status: 401 });
    const { publicBaseUrls } = settingsOf(this.env);
    const dialled = await verifyDial(token, tenantId, publicBaseUrls, (agentId) =>
      this.#parts.agents.publicKey(agentId),
    );
    if (!dialled.ok) return new Response(dialled.error.code, { status: 401 });
    this.#parts.agents.seen(dialled.value, this.#now());
    return this.#parts.link.accept(dialled.value, this.#parts.settings.next('epoch'));
  }

  override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    const frame = this.#parts.link.receive(socket, message);
    if (frame === null) return;
    if (frame.type === 'answer') return this.#parts.link.answered(frame);
    if (frame.type === 'hello') {
      if (this.#wasSetBack(socket, frame) || !this.#parts.link.welcome(socket, frame)) return;
      this.#parts.settings.write('erp-title', frame.connector.title);
      this.#parts.settings.write('online-since', String(this.#now()));
      this.#parts.reader.forgetFailures();
      this.#parts.runner.linkUp();
    } else {
      this.#parts.runner.framed(this.#parts.link.epochOf(socket), frame);
    }
    await this.#arm();
  }

  override async webSocketClose(socket: WebSocket): Promise<void> {
    const epoch = this.#parts.link.dropped(socket);
    if (this.#parts.link.connections().length === 0) this.#parts.settings.write('offline-since', String(this.#now()));
    if (epoch !== null) this.#parts.runner.linkLost(epoch);
    await this.#arm();
  }

  override async webSocketError(socket: WebSocket): Promise<void> {
    await this.webSocketClose(socket);
  }

  override async alarm(): Promise<void> {
    try {
      await this.#parts.runner.wake();
      await this.#arm();
    } catch (error) {
      // The platform gives up an alarm that failed six times: whatever fails, this one is set again.
      console.error(JSON.stringify({ code: 'defect.impossible-state', detail: `alarm: ${nameOf(error)}` }));
      await this.ctx.storage.setAlarm(this.#now() + ALARM_RETRY_MS);
    }
  }

  /**
   * An agent that knows a higher epoch than this object has given: the store was set back to an earlier moment, and
   * what was sent since is forgotten here. The agent dials again and gets an epoch above all others.
   */
  #wasSetBack(socket: WebSocket, { lastEpoch, connector }: Hello): boolean {
    const { settings, audit, runner } = this.#parts;
    if (lastEpoch <= Number(settings.read('epoch') ?? '0')) return false;
    settings.write('epoch', String(lastEpoch));
    settings.write('set-back-at', String(this.#now()));
    audit.append(this.#now(), 'store', 'tenant', '000000000000', { event: 'set-back', lastEpoch });
    runner.wasSetBack(connector.writeBounds);
    socket.close(CLOSE.setBack, 'dial again');
    return true;
  }

  /** The Worker's directory is cached; this is not: an object serves its own CRM account only. */
  async #serve<T>(caller: Caller, view: () => Promise<T>): Promise<JsonText<T>> {
    if (this.#parts.settings.read('portal-id') === caller.portalId) return jsonText(await view());
    const refused = { ok: false, error: cardError(failure('portal.unknown'), caller.correlationId) };
    return jsonText(refused as T);
  }

  async #arm(): Promise<void> {
    const next = this.#parts.runner.nextWake();
    if (next !== null) await this.ctx.storage.setAlarm(Math.max(next, this.#now()));
  }
}
