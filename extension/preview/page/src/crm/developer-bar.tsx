import { useEffect, useState } from 'react';
import { type Condition, type ConditionState, changeCondition, readCondition } from './api.ts';
import { LOCALES } from './settings.ts';

const CONDITIONS: readonly [Condition, string, string][] = [
  ['fine', 'Fine', 'The ERP answers as usual'],
  ['slow', 'Slow', 'Every answer of the ERP takes 3 to 6 seconds'],
  ['down', 'Down', 'The ERP does not answer at all'],
  ['loses-answers', 'Loses an answer', 'The next order is made, but its answer gets lost on the way'],
  ['agent-off', 'Agent off', 'The agent at the ERP’s site is stopped'],
];

/** A thin bar for whoever shows or tests the cards: the user's language, and how the ERP is doing. */
export function DeveloperBar({ locale, setLocale }: { locale: string; setLocale: (locale: string) => void }) {
  const [state, setState] = useState<ConditionState | null>(null);
  const [busy, setBusy] = useState<Condition | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    readCondition().then(setState, () => setFailed(true));
  }, []);
  const choose = (condition: Condition) => {
    setBusy(condition);
    setFailed(false);
    changeCondition(condition)
      .then(setState, () => setFailed(true))
      .finally(() => setBusy(null));
  };
  return (
    <section className="developer-bar" aria-label="Developer bar">
      <strong>Preview</strong>
      <label>
        Language
        <select value={locale} onChange={(event) => setLocale(event.target.value)}>
          {LOCALES.map(([code, name]) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <fieldset>
        <legend>ERP</legend>
        {CONDITIONS.map(([condition, name, meaning]) => {
          const wired = state?.available.includes(condition) ?? false;
          return (
            <button
              key={condition}
              type="button"
              className={`condition condition-${condition}`}
              title={wired ? meaning : `${meaning} (not connected)`}
              aria-pressed={state?.current === condition}
              aria-busy={busy === condition || undefined}
              disabled={!wired || busy !== null}
              onClick={() => choose(condition)}
            >
              {name}
            </button>
          );
        })}
      </fieldset>
      <span role="status" className="developer-note">
        {failed ? 'Could not be switched' : ''}
      </span>
    </section>
  );
}
