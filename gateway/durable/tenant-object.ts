import { DurableObject } from 'cloudflare:workers';
import type { CompanyView, DealView, OrderView, PushAnswer, SearchView, StockView } from '#contracts/card-api';
import type { Enrolment, EnrolmentRequest } from '#contracts/enrolment';
import { failure } from '#contracts/errors';
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
import { orderFromDeal, referenceFor } from '../core/order-from-deal.ts';
import type { Push } from '../core/push-record.ts';
import { nameOf } from '../crm/hubspot-token.ts';
import { openHubspot } from '../crm/open-hubspot.ts';
import type { Crm } from '../crm/port.ts';
import { type Env, settingsOf } from '../env.ts';
import { type JsonText, jsonText } from '../json-text.ts';
import { randomHex } from '../random-hex.ts';
import { AgentLink } from './agent-link.ts';
import { AgentStore } from './agent-store.ts';
import { AuditStore } from './audit-store.ts';
import { CardViews, type ViewRequest } from './card-views.ts';
import { CompanyStore } from './company-store.ts';
import { CopyStore } from './copy-store.ts';
import { DealViews } from './deal-views.ts';
import { verifyDial } from './dial.ts';
import { LinkedCustomers } from './linked-customers.ts';
import { migrate, TENANT_MIGRATIONS } from './migrations.ts';
import { PolicyStore } from './policy-store.ts';
import { PushRunner } from './push-runner.ts';
import { PushStore } from './push-store.ts';
import { SectionReader } from './section-reader.ts';
import { SettingStore } from './setting-store.ts';
import { ViewFrame } from './view-frame.ts';

/** Who asks: the CRM account as signed, the request's number, and whether the newest is wanted. */
export interface Caller extends ViewRequest {
  portalId: string;
}

/** A minute: soon for a passing failure, and no storm for a lasting one. */
const ALARM_RETRY_MS = 60_000;

/** One tenant: its agents' sockets, last known copies, pushes, outbox and audit. Decisions are in ../core; this wires and carries out. */
export class TenantObject extends DurableObject<Env> {
  readonly #now = () => Date.now();
  readonly #settings: SettingStore;
  readonly #agents: AgentStore;
  readonly #audit: AuditStore;
  readonly #pushes: PushStore;
  readonly #link: AgentLink;
  readonly #runner: PushRunner;
  readonly #copies: CopyStore;
  readonly #policy: PolicyStore;
  readonly #reader: SectionReader;
  readonly #views: CardViews;
  readonly #deals: DealViews;
  #crm: Crm | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    migrate(ctx.storage, TENANT_MIGRATIONS);
    const { sql } = ctx.storage;
    const now = this.#now;
    this.#settings = new SettingStore(sql);
    this.#policy = new PolicyStore(this.#settings);
    this.#agents = new AgentStore(sql);
    this.#audit = new AuditStore(sql);
    this.#pushes = new PushStore(sql);
    this.#link = new AgentLink(ctx, now());
    const shared = { link: this.#link, pushes: this.#pushes, audit: this.#audit, crm: () => this.#openCrm(), now };
    this.#runner = new PushRunner({
      ...shared,
      storage: ctx.storage,
      policy: this.#policy,
      random: Math.random,
      arm: () => this.#arm(),
    });
    const frame = new ViewFrame(this.#settings, this.#link, now);
    const customers = new LinkedCustomers(new CompanyStore(sql), shared.crm, now);
    this.#copies = new CopyStore(sql);
    this.#reader = new SectionReader({ copies: this.#copies, link: this.#link, policy: this.#policy, now });
    this.#views = new CardViews(this.#reader, customers, frame, now);
    this.#deals = new DealViews(this.#pushes, this.#audit, frame, shared.crm);
  }

  /** Sets the tenant up, or renews its CRM token. */
  setUp(tenantId: TenantId, portalId: string, sealedRefreshToken: string): void {
    this.#settings.write('tenant-id', tenantId);
    this.#settings.write('portal-id', portalId);
    this.#settings.write('refresh-token', sealedRefreshToken);
    this.#crm = null;
  }

  addEnrolmentCode(codeHash: string, expiresAt: number): void {
    this.#agents.addCode(codeHash, expiresAt, this.#now());
  }

  enrol(codeHash: string, { publicKey, hostName }: EnrolmentRequest, correlationId: CorrelationId): Result<Enrolment> {
    return this.ctx.storage.transactionSync(() => {
      const tenantId = this.#settings.read('tenant-id') as TenantId | null;
      const redeemed = redeem(this.#agents.code(codeHash), publicKey, this.#now());
      if (!redeemed.ok) return redeemed;
      if (tenantId === null) return fail(failure('enrolment.code-invalid'));
      if (redeemed.value.agentId !== null) return ok({ agentId: redeemed.value.agentId, tenantId });
      const agentId = `a_${randomHex(8)}` as AgentId;
      this.#agents.enrol(codeHash, agentId, publicKey, hostName, this.#now());
      this.#audit.append(this.#now(), 'agent', agentId, correlationId, { event: 'enrolled', hostName });
      return ok({ agentId, tenantId });
    });
  }

  companyView(caller: Caller, companyId: CrmRecordId): Promise<JsonText<CompanyView>> {
    return this.#serve(caller, () => this.#views.company(companyId, caller));
  }

  orderView(caller: Caller, companyId: CrmRecordId, orderId: SalesOrderId): Promise<JsonText<OrderView>> {
    return this.#serve(caller, () => this.#views.order(companyId, orderId, caller));
  }

  searchView(caller: Caller, companyId: CrmRecordId, number: string): Promise<JsonText<SearchView>> {
    return this.#serve(caller, () => this.#views.search(companyId, number, caller));
  }

  stockView(caller: Caller, itemIds: ItemId[]): Promise<JsonText<StockView>> {
    return this.#serve(caller, () => this.#views.stock(itemIds, caller));
  }

  dealView(caller: Caller, dealId: CrmRecordId): Promise<JsonText<DealView>> {
    return this.#serve(caller, () => this.#deals.deal(dealId, caller.correlationId));
  }

  push(caller: Caller, dealId: CrmRecordId, revision: number): Promise<JsonText<PushAnswer>> {
    return this.#serve(caller, async () => {
      const push = await this.#accept(caller, dealId, revision);
      await this.#arm();
      return this.#deals.push(push, caller.correlationId);
    });
  }

  pushView(caller: Caller, pushId: PushId): Promise<JsonText<PushAnswer>> {
    return this.#serve(caller, async () => {
      const push = this.#pushes.read(pushId);
      return this.#deals.push(push === null ? fail(failure('push.not-found')) : ok(push), caller.correlationId);
    });
  }

  /** Sets how this tenant's ERP is treated. */
  async setPolicy(policy: TenantPolicy, correlationId: CorrelationId): Promise<void> {
    this.#policy.write(policy);
    this.#audit.append(this.#now(), 'policy', 'tenant', correlationId, policy);
    this.#reader.forgetFailures();
    this.#runner.linkUp();
    await this.#arm();
  }

  /** Forgets every last known answer about a customer; says how many there were. Pushes and audit stay: they are records. */
  eraseCopies(customerId: CustomerId, correlationId: CorrelationId): number {
    const copies = this.#copies.erase(customerId);
    this.#audit.append(this.#now(), 'copies', customerId, correlationId, { event: 'erased', copies });
    return copies;
  }

  /** An agent dials in. The Worker has checked the form of the request, this checks who it is. */
  override async fetch(request: Request): Promise<Response> {
    const tenantId = this.#settings.read('tenant-id') as TenantId | null;
    const token = request.headers.get('authorization')?.replace(/^Bearer /i, '') ?? '';
    if (tenantId === null) return new Response('agent.credential-refused', { status: 401 });
    const { publicBaseUrls } = settingsOf(this.env);
    const dialled = await verifyDial(token, tenantId, publicBaseUrls, (agentId) => this.#agents.publicKey(agentId));
    if (!dialled.ok) return new Response(dialled.error.code, { status: 401 });
    this.#agents.seen(dialled.value, this.#now());
    return this.#link.accept(dialled.value, this.#settings.next('epoch'));
  }

  override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    const frame = this.#link.receive(socket, message);
    if (frame === null) return;
    if (frame.type === 'answer') return this.#link.answered(frame);
    if (frame.type === 'hello') {
      if (!this.#link.welcome(socket, frame)) return;
      this.#settings.write('erp-title', frame.connector.title);
      this.#settings.write('online-since', String(this.#now()));
      this.#reader.forgetFailures();
      this.#runner.linkUp();
    } else {
      this.#runner.framed(this.#link.epochOf(socket), frame);
    }
    await this.#arm();
  }

  override async webSocketClose(socket: WebSocket): Promise<void> {
    const epoch = this.#link.dropped(socket);
    if (this.#link.connections().length === 0) this.#settings.write('offline-since', String(this.#now()));
    if (epoch !== null) this.#runner.linkLost(epoch);
    await this.#arm();
  }

  override async webSocketError(socket: WebSocket): Promise<void> {
    await this.webSocketClose(socket);
  }

  override async alarm(): Promise<void> {
    try {
      await this.#runner.wake();
      await this.#arm();
    } catch (error) {
      // The platform gives up an alarm that failed six times: whatever fails, this one is set again.
      console.error(JSON.stringify({ code: 'defect.impossible-state', detail: `alarm: ${nameOf(error)}` }));
      await this.ctx.storage.setAlarm(this.#now() + ALARM_RETRY_MS);
    }
  }

  /** The Worker's directory is cached; this is not: an object serves its own CRM account only. */
  async #serve<T>(caller: Caller, view: () => Promise<T>): Promise<JsonText<T>> {
    if (this.#settings.read('portal-id') === caller.portalId) return jsonText(await view());
    const refused = { ok: false, error: cardError(failure('portal.unknown'), caller.correlationId) };
    return jsonText(refused as T);
  }

  async #accept(caller: Caller, dealId: CrmRecordId, revision: number): Promise<Result<Push>> {
    const reference = referenceFor(dealId, revision);
    if (!reference.ok) return reference;
    const deal = await this.#openCrm().readDeal(dealId);
    const known = this.#pushes.ofDeal(dealId, revision);
    // A push that is kept is answered even when the CRM cannot be asked for the deal.
    if (!deal.ok) return known !== null ? ok(known) : deal;
    const order = orderFromDeal(deal.value, reference.value);
    if (!order.ok) return known !== null ? fail(failure('push.key-reused')) : order;
    return this.#runner.accept(`p_${randomHex(8)}` as PushId, dealId, revision, order.value, caller.correlationId);
  }

  #openCrm(): Crm {
    this.#crm ??= openHubspot(this.env, this.#settings.read('refresh-token') ?? '', this.#now);
    return this.#crm;
  }

  async #arm(): Promise<void> {
    const next = this.#runner.nextWake();
    if (next !== null) await this.ctx.storage.setAlarm(Math.max(next, this.#now()));
  }
}
