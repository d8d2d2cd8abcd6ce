import { useContext } from 'react';
import type { CrmRecord, CrmRow, LinkedType, RecordType } from './api.ts';
import { CardSlot } from './card-slot.tsx';
import type { RecordStore } from './record-store.ts';
import { linkTo } from './route.ts';
import { SettingsContext } from './settings.ts';
import { LINKED_TITLES, shownValue, TYPES } from './words.ts';

/** The right column: cards for the sidebar, and the records that belong to this one. */
export function AssociationsColumn({ store, record }: { store: RecordStore; record: CrmRecord }) {
  const settings = useContext(SettingsContext);
  const cards = settings?.cards.filter(
    ({ location, objectTypes }) =>
      (location === 'crm.record.sidebar' || location === 'helpdesk.sidebar') && objectTypes.includes(store.type),
  );
  const linked = Object.entries(record.associations) as [LinkedType, CrmRow[]][];
  return (
    <aside className="column column-right" aria-label="Related records">
      {cards?.map((card) => (
        <section className="side-box" key={card.name}>
          <h2>{card.title}</h2>
          <CardSlot card={card} store={store} />
        </section>
      ))}
      {linked.map(([type, rows]) => (
        <section className="side-box" key={type}>
          <h2>
            {LINKED_TITLES[type]} <span className="count">{rows.length}</span>
          </h2>
          {rows.length === 0 ? <p className="quiet">None yet.</p> : null}
          <ul className="linked">
            {rows.map((row) => (
              <Linked key={row.id} type={type} row={row} locale={settings?.locale ?? 'en-US'} />
            ))}
          </ul>
        </section>
      ))}
    </aside>
  );
}

const SECOND_LINES: Record<LinkedType, readonly string[]> = {
  companies: ['city', 'country'],
  deals: ['amount', 'dealstage'],
  tickets: ['hs_pipeline_stage', 'hs_ticket_priority'],
  line_items: ['hs_sku', 'quantity', 'amount'],
};

function Linked({ type, row, locale }: { type: LinkedType; row: CrmRow; locale: string }) {
  const properties = { deal_currency_code: 'EUR', ...row.properties };
  const second = SECOND_LINES[type].map((name) => {
    const text = shownValue(name, properties, locale);
    return name === 'quantity' ? `× ${text}` : text;
  });
  const line = <span className="quiet">{second.join(' · ')}</span>;
  if (type === 'line_items') {
    return (
      <li>
        <strong>{row.properties.name}</strong>
        {line}
      </li>
    );
  }
  return (
    <li>
      <a href={linkTo(type as RecordType, row.id)}>{row.properties[TYPES[type].title]}</a>
      {line}
    </li>
  );
}
