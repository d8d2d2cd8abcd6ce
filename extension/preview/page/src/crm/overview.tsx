import type { CrmRecord, CrmRow } from './api.ts';
import type { RecordStore } from './record-store.ts';
import { labelOf, shownValue, TYPES } from './words.ts';

const HIGHLIGHTS = {
  companies: ['lifecyclestage', 'createdate', 'erp_customer_id'],
  deals: ['amount', 'closedate', 'erp_order_number'],
  tickets: ['hs_pipeline_stage', 'hs_ticket_priority', 'createdate'],
} as const;

/** The first tab: the facts one looks for first, and what happened last. */
export function Overview({ store, record, locale }: { store: RecordStore; record: CrmRecord; locale: string }) {
  return (
    <>
      <section className="box">
        <h2>Data highlights</h2>
        <dl className="highlights">
          {HIGHLIGHTS[store.type].map((name) => (
            <div key={name}>
              <dt>{labelOf(name)}</dt>
              <dd>{shownValue(name, record.properties, locale)}</dd>
            </div>
          ))}
        </dl>
        {record.properties.content ? <p className="content">{record.properties.content}</p> : null}
      </section>
      <section className="box">
        <h2>Recent activity</h2>
        <ol className="activity">
          {eventsOf(store, record, locale).map(({ key, title, text }) => (
            <li key={key}>
              <strong>{title}</strong>
              <span className="quiet">{text}</span>
            </li>
          ))}
        </ol>
      </section>
    </>
  );
}

/** What can be told from the records themselves, newest first. */
function eventsOf(
  store: RecordStore,
  record: CrmRecord,
  locale: string,
): { key: string; title: string; text: string }[] {
  const title = (row: CrmRow, type: 'deals' | 'tickets') => row.properties[TYPES[type].title] ?? row.id;
  const tickets = (record.associations.tickets ?? []).map((row) => ({
    key: row.id,
    title: `Ticket: ${title(row, 'tickets')}`,
    text: shownValue('hs_pipeline_stage', row.properties, locale),
  }));
  const deals = (record.associations.deals ?? []).map((row) => ({
    key: row.id,
    title: `Deal: ${title(row, 'deals')}`,
    text: `${shownValue('dealstage', row.properties, locale)} · ${shownValue('amount', row.properties, locale)}`,
  }));
  const order = record.properties.erp_order_number;
  const sent = order
    ? [{ key: 'order', title: `ERP order ${order}`, text: shownValue('erp_synced_at', record.properties, locale) }]
    : [];
  const made = {
    key: 'made',
    title: `${TYPES[store.type].one} was created`,
    text: shownValue('createdate', record.properties, locale),
  };
  return [...sent, ...tickets, ...deals, made];
}
