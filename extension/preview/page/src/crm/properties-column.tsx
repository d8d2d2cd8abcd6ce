import { useEffect, useRef, useState } from 'react';
import { type CrmRecord, changeProperty } from './api.ts';
import type { RecordStore } from './record-store.ts';
import { linkTo } from './route.ts';
import { initialsOf, labelOf, STAGES, shownValue, TYPES } from './words.ts';

/** The left column: who or what this record is, and its properties. */
export function PropertiesColumn({ store, record, locale }: { store: RecordStore; record: CrmRecord; locale: string }) {
  const { one, many, title } = TYPES[store.type];
  const name = record.properties[title] ?? '';
  const names = Object.keys(record.properties).filter(
    (property) => labelOf(property) !== property && property !== title,
  );
  const erp = names.filter((property) => property.startsWith('erp_'));
  const own = names.filter((property) => !property.startsWith('erp_') && property !== 'deal_currency_code');
  const summary = { companies: 'domain', deals: 'amount', tickets: 'hs_pipeline_stage' }[store.type];
  return (
    <aside className="column column-left" aria-label={`About this ${one.toLowerCase()}`}>
      <a className="back" href={linkTo(store.type)}>
        ‹ {many}
      </a>
      <div className="identity">
        <span className={`avatar avatar-big avatar-${store.type}`} aria-hidden="true">
          {initialsOf(name)}
        </span>
        <div>
          <h1>{name}</h1>
          <p>{shownValue(summary, record.properties, locale)}</p>
        </div>
      </div>
      {erp.length === 0 ? null : <Group title="ERP" names={erp} store={store} record={record} locale={locale} />}
      <Group title={`About this ${one.toLowerCase()}`} names={own} store={store} record={record} locale={locale} />
    </aside>
  );
}

interface GroupProps {
  title: string;
  names: string[];
  store: RecordStore;
  record: CrmRecord;
  locale: string;
}

function Group({ title, names, store, record, locale }: GroupProps) {
  return (
    <section className="side-box">
      <h2>{title}</h2>
      <dl>
        {names.map((name) => (
          <div className="property" key={name}>
            <dt>{labelOf(name)}</dt>
            {name === 'dealstage' ? (
              <dd>
                <Stage store={store} value={record.properties.dealstage ?? ''} />
              </dd>
            ) : (
              <Value text={shownValue(name, record.properties, locale)} />
            )}
          </div>
        ))}
      </dl>
    </section>
  );
}

/** A value that lights up for a moment when it changes under the reader's eyes. */
function Value({ text }: { text: string }) {
  const before = useRef(text);
  const [changed, setChanged] = useState(0);
  useEffect(() => {
    if (before.current !== text) setChanged((count) => count + 1);
    before.current = text;
  }, [text]);
  return (
    <dd key={changed} className={changed > 0 ? 'lit' : undefined}>
      {text}
    </dd>
  );
}

function Stage({ store, value }: { store: RecordStore; value: string }) {
  const change = (stage: string) => {
    changeProperty('deals', store.id, 'dealstage', stage)
      .then(() => store.look())
      .catch(() => {});
  };
  return (
    <select className="stage" aria-label="Stage" value={value} onChange={(event) => change(event.target.value)}>
      {Object.entries(STAGES).map(([stage, name]) => (
        <option key={stage} value={stage}>
          {name}
        </option>
      ))}
    </select>
  );
}
