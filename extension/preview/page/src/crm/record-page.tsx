import { useContext } from 'react';
import type { RecordType } from './api.ts';
import { AssociationsColumn } from './associations-column.tsx';
import { CardSlot } from './card-slot.tsx';
import { Overview } from './overview.tsx';
import { PropertiesColumn } from './properties-column.tsx';
import { useRecord } from './record-store.ts';
import { linkTo } from './route.ts';
import { SettingsContext } from './settings.ts';

/** A record: its properties on the left, tabs with the app's cards in the middle, related records on the right. */
export function RecordPage({ type, id, tab }: { type: RecordType; id: string; tab: string | null }) {
  const settings = useContext(SettingsContext);
  const { store, record, problem } = useRecord(type, id);
  if (problem !== null)
    return (
      <main className="list-page">
        <p role="alert">{problem}</p>
      </main>
    );
  if (record === null || settings === null) return <main className="record" aria-busy="true" />;

  const cards = settings.cards.filter(
    ({ location, objectTypes }) => location === 'crm.record.tab' && objectTypes.includes(type),
  );
  const card = cards.find(({ name }) => name === tab);
  return (
    <main className="record">
      <PropertiesColumn store={store} record={record} locale={settings.locale} />
      <div className="column column-middle">
        <nav className="record-tabs" aria-label="Record">
          <a href={linkTo(type, id)} aria-current={card === undefined ? 'page' : undefined}>
            Overview
          </a>
          {cards.map(({ name, title }) => (
            <a key={name} href={linkTo(type, id, name)} aria-current={card?.name === name ? 'page' : undefined}>
              {title}
            </a>
          ))}
        </nav>
        {card === undefined ? (
          <Overview store={store} record={record} locale={settings.locale} />
        ) : (
          <section className="box card-box" key={card.name}>
            <h2>
              {card.title} <span className="by">{settings.account.appName}</span>
            </h2>
            <CardSlot card={card} store={store} />
          </section>
        )}
      </div>
      <AssociationsColumn store={store} record={record} />
    </main>
  );
}
