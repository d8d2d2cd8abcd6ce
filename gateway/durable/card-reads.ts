import type { CustomerId } from '#contracts/ids';
import type { Crm } from '../crm/port.ts';
import type { AgentLink } from './agent-link.ts';
import { CardViews } from './card-views.ts';
import { ChangeStore } from './change-store.ts';
import { CircuitStore } from './circuit-store.ts';
import { CompanyStore } from './company-store.ts';
import { CopyStore } from './copy-store.ts';
import { LinkedCustomers } from './linked-customers.ts';
import { LookStore } from './look-store.ts';
import type { PolicyStore } from './policy-store.ts';
import { SectionReader } from './section-reader.ts';
import type { SettingStore } from './setting-store.ts';
import type { ViewFrame } from './view-frame.ts';

export interface CardReadsParts {
  sql: SqlStorage;
  settings: SettingStore;
  policy: PolicyStore;
  link: AgentLink;
  frame: ViewFrame;
  crm: () => Crm;
  now: () => number;
}

/** What reading for cards takes, put together: the views, and what is remembered behind them. */
export class CardReads {
  readonly views: CardViews;
  readonly reader: SectionReader;
  readonly companies: CompanyStore;
  readonly looks: LookStore;
  readonly #copies: CopyStore;
  readonly changes: ChangeStore;
  readonly #now: () => number;

  constructor({ sql, settings, policy, link, frame, crm, now }: CardReadsParts) {
    this.companies = new CompanyStore(sql);
    this.looks = new LookStore(sql);
    this.#copies = new CopyStore(sql);
    this.changes = new ChangeStore(sql, settings);
    this.#now = now;
    const circuit = new CircuitStore(settings);
    this.reader = new SectionReader({ copies: this.#copies, changes: this.changes, link, policy, circuit, now });
    this.views = new CardViews(this.reader, new LinkedCustomers(this.companies, crm, now), frame, now);
  }

  /** The ERP's hours have changed. */
  forgetFailures(): void {
    this.reader.forgetFailures();
  }

  /** An agent said hello. */
  agentCame(): void {
    this.reader.agentCame();
  }

  /** Another ERP answers from now on. */
  otherErp(): void {
    this.reader.otherErp();
  }

  /** Something about these is not as it was (core/changed-subjects.ts): the next card asks anew. */
  changed(subjects: readonly string[]): void {
    if (subjects.length > 0) this.changes.record(subjects, this.#now());
  }

  /** Forgets a customer: every last known answer, those on their way, what was seen of it before a send, and whose company it is. Says how many answers there were. */
  erase(customerId: CustomerId): number {
    this.reader.erased(customerId);
    this.companies.erase(customerId);
    this.looks.erase(customerId);
    return this.#copies.erase(customerId);
  }
}
