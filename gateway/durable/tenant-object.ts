import { DurableObject } from 'cloudflare:workers';
import type {
  BulkAnswer,
  CandidatesView,
  CompanyView,
  DealView,
  LinkAnswer,
  OrderView,
  PaymentsView,
  PreviewView,
  PushAnswer,
  PushRequest,
  Resolution,
  SearchView,
  StockView,
  WaitingBulkAnswer,
} from '#contracts/card-api';
import type { Enrolment, EnrolmentRequest } from '#contracts/enrolment';
import type {
  AgentId,
  BulkId,
  CorrelationId,
  CrmRecordId,
  CustomerId,
  ItemId,
  PushId,
  SalesOrderId,
  TenantId,
} from '#contracts/ids';
import type { TenantPolicy } from '#contracts/policy';
import type { Result } from '#contracts/result';
import { nameOf } from '../crm/hubspot-token.ts';
import { type Env, settingsOf } from '../env.ts';
import { type JsonText, jsonText } from '../json-text.ts';
import { admitAgent } from './agent-admission.ts';
import { greet } from './agent-greeting.ts';
import { revokeAgent } from './agent-revocation.ts';
import { agentStates } from './agent-states.ts';
import type { AgentState } from './agent-store.ts';
import { type Caller, refusal } from './caller.ts';
import { connectionLost } from './connection-lost.ts';
import type { DeadLetter, DeadLetterPage } from './dead-letters.ts';
import { enrolAgent } from './enrolment-desk.ts';
import { clearSetBack } from './store-set-back.ts';
import { openTenant, type TenantParts } from './tenant-parts.ts';
import type { Intake, WorkflowCall } from './wish-intake.ts';

/** A minute: soon for a passing failure, and no storm for a lasting one. */
const ALARM_RETRY_MS = 60_000;

/** One tenant: its agents' sockets, last known copies, pushes, outbox and audit. Decisions are in ../core; this wires and carries out. */
export class TenantObject extends DurableObject<Env> {
  readonly #now = () => Date.now();
  protected readonly parts: TenantParts;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.parts = openTenant(ctx, env, this.#now, () => this.#arm());
  }

  /** Sets the tenant up, or renews its CRM token. */
  setUp(tenantId: TenantId, portalId: string, sealedRefreshToken: string): void {
    this.parts.settings.write('tenant-id', tenantId);
    this.parts.settings.write('portal-id', portalId);
    this.parts.settings.write('refresh-token', sealedRefreshToken);
    this.parts.crmSlot.forget();
  }

  addEnrolmentCode(codeHash: string, expiresAt: number): void {
    this.parts.agents.addCode(codeHash, expiresAt, this.#now());
  }

  enrol(codeHash: string, request: EnrolmentRequest, correlationId: CorrelationId): Result<Enrolment> {
    return enrolAgent(this.ctx.storage, this.parts, codeHash, request, correlationId, this.#now());
  }

  agents(): AgentState[] {
    return agentStates(this.parts);
  }

  revokeAgent(agentId: AgentId, reason: string, correlationId: CorrelationId): Promise<Result<number>> {
    return this.#armed(revokeAgent(this.ctx.storage, this.parts, agentId, reason, correlationId, this.#now()));
  }

  companyView(caller: Caller, companyId: CrmRecordId): Promise<JsonText<CompanyView>> {
    return this.#serve(caller, (asked) => this.parts.reads.views.company(companyId, asked));
  }

  paymentsView(caller: Caller, companyId: CrmRecordId): Promise<JsonText<PaymentsView>> {
    return this.#serve(caller, (asked) => this.parts.reads.views.payments(companyId, asked));
  }

  orderView(caller: Caller, companyId: CrmRecordId, orderId: SalesOrderId): Promise<JsonText<OrderView>> {
    return this.#serve(caller, (asked) => this.parts.reads.views.order(companyId, orderId, asked));
  }

  searchView(caller: Caller, companyId: CrmRecordId, number: string): Promise<JsonText<SearchView>> {
    return this.#serve(caller, (asked) => this.parts.reads.views.search(companyId, number, asked));
  }

  stockView(caller: Caller, itemIds: ItemId[]): Promise<JsonText<StockView>> {
    return this.#serve(caller, (asked) => this.parts.reads.views.stock(itemIds, asked));
  }

  dealView(caller: Caller, dealId: CrmRecordId): Promise<JsonText<DealView>> {
    return this.#serve(caller, () => this.parts.deals.deal(dealId, caller));
  }

  previewView(caller: Caller, dealId: CrmRecordId): Promise<JsonText<PreviewView>> {
    return this.#serve(caller, (asked) => this.parts.previews.view(dealId, asked));
  }

  candidatesView(caller: Caller, companyId: CrmRecordId, search: string | null): Promise<JsonText<CandidatesView>> {
    return this.#serve(caller, (asked) => this.parts.customers.candidates(companyId, search, asked));
  }

  linkCustomer(caller: Caller, companyId: CrmRecordId, customerId: CustomerId): Promise<JsonText<LinkAnswer>> {
    return this.#serveOnce(caller, () => this.parts.customers.link(companyId, customerId, caller));
  }

  push(caller: Caller, dealId: CrmRecordId, asked: PushRequest): Promise<JsonText<PushAnswer>> {
    return this.#serveOnce(caller, async () => {
      const push = await this.parts.door.send({ ...asked, ...caller, dealId, way: 'card' });
      await this.#arm();
      return this.parts.deals.push(push, caller);
    });
  }

  bulk(caller: Caller, dealIds: CrmRecordId[]): Promise<JsonText<BulkAnswer>> {
    return this.#serveOnce(caller, () => this.#armed(this.parts.bulks.start(dealIds, caller)));
  }

  bulkView(caller: Caller, bulkId: BulkId): Promise<JsonText<BulkAnswer>> {
    return this.#serve(caller, async () => this.parts.bulks.view(bulkId, caller.correlationId));
  }

  waitingBulk(caller: Caller, dealIds: CrmRecordId[]): Promise<JsonText<WaitingBulkAnswer>> {
    return this.#serve(caller, async () => this.parts.bulks.waitingWith(dealIds, caller.correlationId));
  }

  workflow(portalId: string, call: WorkflowCall): Promise<Intake> {
    return this.#armed(this.parts.intake.workflow(portalId, call));
  }

  dealsChanged(portalId: string, dealIds: CrmRecordId[], correlationId: CorrelationId): Promise<Intake> {
    return this.#armed(this.parts.intake.dealsChanged(portalId, dealIds, correlationId));
  }

  pushView(caller: Caller, pushId: PushId): Promise<JsonText<PushAnswer>> {
    return this.#serve(caller, async () => this.parts.deals.pushById(pushId, caller));
  }

  resolve(caller: Caller, pushId: PushId, asked: Resolution): Promise<JsonText<PushAnswer>> {
    return this.#serveOnce(caller, async () => this.#armed(await this.parts.resolution.answer(pushId, asked, caller)));
  }

  deadLetters(before: string | null): JsonText<DeadLetterPage> {
    return this.parts.deadLetters.page(before);
  }

  async settle(pushId: PushId, asked: Resolution, correlationId: CorrelationId): Promise<Result<JsonText<DeadLetter>>> {
    return this.#armed(await this.parts.deadLetters.settle(pushId, asked, correlationId));
  }

  /** Sets how this tenant's ERP is treated. */
  async setPolicy(policy: TenantPolicy, correlationId: CorrelationId): Promise<void> {
    this.parts.policy.write(policy);
    this.parts.audit.append(this.#now(), 'policy', 'tenant', correlationId, policy);
    this.parts.reads.forgetFailures();
    this.parts.runner.linkUp();
    this.parts.changes.changed();
    await this.#arm();
  }

  /** Forgets every last known answer about a customer and whose company it is; says how many answers there were. Pushes and audit stay: they are records. */
  eraseCopies(customerId: CustomerId, correlationId: CorrelationId): number {
    this.parts.signed.forgetAnswers();
    const copies = this.parts.reads.erase(customerId);
    this.parts.audit.append(this.#now(), 'copies', customerId, correlationId, { event: 'erased', copies });
    return copies;
  }

  /** Says since when each push was looked up first, epoch ms; null: none was. */
  clearSetBack(reason: string, correlationId: CorrelationId): number | null {
    return clearSetBack(this.parts, reason, correlationId, this.#now());
  }

  /** An agent dials in. The Worker has checked the form of the request, this checks who it is. */
  override async fetch(request: Request): Promise<Response> {
    const token = request.headers.get('authorization')?.replace(/^Bearer /i, '') ?? '';
    return admitAgent(this.parts, token, settingsOf(this.env).publicBaseUrls, this.#now);
  }

  override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    const frame = this.parts.link.receive(socket, message);
    if (frame === null) return;
    if (frame.type === 'answer') return this.parts.link.answered(frame);
    if (frame.type === 'hello') {
      if (!greet(this.parts, socket, frame, this.#now())) return;
    } else if (frame.type === 'changes') this.parts.changes.reported(this.parts.link.epochOf(socket), frame);
    else this.parts.runner.framed(this.parts.link.epochOf(socket), frame);
    await this.#arm();
  }

  override async webSocketClose(socket: WebSocket): Promise<void> {
    connectionLost(this.parts, socket, this.#now());
    await this.#arm();
  }

  override async webSocketError(socket: WebSocket): Promise<void> {
    await this.webSocketClose(socket);
  }

  override async alarm(): Promise<void> {
    try {
      this.parts.runner.wake();
      this.parts.chores.start();
      await this.#arm();
    } catch (error) {
      // The platform gives up an alarm that failed six times: whatever fails, this one is set again.
      console.error(JSON.stringify({ code: 'defect.impossible-state', detail: `alarm: ${nameOf(error)}` }));
      await this.ctx.storage.setAlarm(this.#now() + ALARM_RETRY_MS);
    }
  }

  /** The Worker's directory is cached; this is not: an object serves its own CRM account only. Asked anew is once. */
  async #serve<T>(caller: Caller, view: (asked: Caller) => Promise<T>): Promise<JsonText<T>> {
    if (this.parts.settings.read('portal-id') !== caller.portalId) return refusal(caller, 'portal.unknown');
    return jsonText(await view({ ...caller, refresh: caller.refresh && this.parts.signed.isFirst(caller.signed) }));
  }

  /** For what changes something: the same request again is answered the same, and changes nothing. */
  async #serveOnce<T>(caller: Caller, view: () => Promise<T>): Promise<JsonText<T>> {
    const serve = () => this.#serve(caller, view);
    return this.parts.signed.once(caller.signed, serve, (code) => refusal(caller, code));
  }

  /** What has just been kept is looked at soon. */
  async #armed<T>(answer: T): Promise<T> {
    await this.#arm();
    return answer;
  }

  async #arm(): Promise<void> {
    const { runner, chores } = this.parts;
    const next = Math.min(runner.nextWake() ?? Infinity, chores.nextWake() ?? Infinity);
    if (next !== Infinity) await this.ctx.storage.setAlarm(Math.max(next, this.#now()));
  }
}
