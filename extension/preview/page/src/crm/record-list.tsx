import { useContext, useEffect, useState } from 'react';
import { type CrmRow, type RecordType, readRecords } from './api.ts';
import { linkTo } from './route.ts';
import { SettingsContext } from './settings.ts';
import { initialsOf, labelOf, shownValue, TYPES } from './words.ts';

/** All records of one kind, as a table with a search field. */
export function RecordList({ type }: { type: RecordType }) {
  const locale = useContext(SettingsContext)?.locale ?? 'en-US';
  const [rows, setRows] = useState<CrmRow[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [words, setWords] = useState('');
  const { many, title, columns } = TYPES[type];

  useEffect(() => {
    let over = false;
    readRecords(type).then(
      (records) => {
        if (!over) setRows(records);
      },
      (error: unknown) => setProblem(String(error)),
    );
    return () => {
      over = true;
    };
  }, [type]);

  const wanted = words.trim().toLowerCase();
  const shown = (rows ?? []).filter((row) =>
    columns.some((column) => (row.properties[column] ?? '').toLowerCase().includes(wanted)),
  );
  return (
    <main className="list-page">
      <header className="list-head">
        <h1>{many}</h1>
        <span className="quiet">{rows === null ? ' ' : `${rows.length} records`}</span>
        <input
          className="ui-input list-search"
          type="search"
          aria-label={`Search ${many.toLowerCase()}`}
          placeholder={`Search ${many.toLowerCase()}`}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      </header>
      {problem === null ? null : <p role="alert">{problem}</p>}
      <div className="list-frame">
        <table className="list-table">
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col" className={column === 'amount' ? 'ui-number' : undefined}>
                  {labelOf(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.id}>
                {columns.map((column) => (
                  <td key={column} className={column === 'amount' ? 'ui-number' : undefined}>
                    {column === title ? (
                      <a className="list-name" href={linkTo(type, row.id)}>
                        <span className={`avatar avatar-${type}`} aria-hidden="true">
                          {initialsOf(row.properties[title] ?? '')}
                        </span>
                        {row.properties[title]}
                      </a>
                    ) : (
                      shownValue(column, row.properties, locale)
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {rows !== null && shown.length === 0 ? <p className="quiet list-none">Nothing matches.</p> : null}
      </div>
    </main>
  );
}
