import { createContext, type KeyboardEvent, type ReactNode, useContext, useId, useLayoutEffect, useState } from 'react';

interface TabEntry {
  key: string;
  title: string;
  disabled: boolean;
}

/** Tabs cannot read their children's props (they come from the worker), so each Tab makes itself known. */
interface TabsState {
  selected: string | null;
  base: string;
  announce: (entry: TabEntry) => void;
  forget: (key: string) => void;
}

const TabsContext = createContext<TabsState>({ selected: null, base: '', announce: () => {}, forget: () => {} });

interface TabsProps {
  selected?: string | number;
  defaultSelected?: string | number;
  onSelectedChange?: (selected: string) => void;
  variant?: 'default' | 'enclosed';
  fill?: boolean;
  children?: ReactNode;
}

export function Tabs({ selected, defaultSelected, onSelectedChange, variant = 'default', fill, children }: TabsProps) {
  const base = useId();
  const [entries, setEntries] = useState<TabEntry[]>([]);
  const [own, setOwn] = useState(defaultSelected);
  const wanted = String(selected ?? own ?? '');
  const current =
    entries.find(({ key }) => key === wanted)?.key ?? entries.find((entry) => !entry.disabled)?.key ?? null;

  const [announce] = useState(() => (entry: TabEntry) => {
    setEntries((before) => {
      const index = before.findIndex(({ key }) => key === entry.key);
      return index < 0 ? [...before, entry] : before.with(index, entry);
    });
  });
  const [forget] = useState(() => (gone: string) => setEntries((before) => before.filter(({ key }) => key !== gone)));
  const choose = (key: string) => {
    setOwn(key);
    onSelectedChange?.(key);
  };
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const open = entries.filter((entry) => !entry.disabled);
    const at = open.findIndex(({ key }) => key === current);
    const next = step === undefined ? undefined : open[(at + step + open.length) % open.length];
    if (next === undefined) return;
    choose(next.key);
    document.getElementById(`${base}${next.key}`)?.focus();
  };

  return (
    <div className={`ui-tabs ui-tabs-${variant}`}>
      <div role="tablist" className={fill ? 'ui-tablist ui-tablist-fill' : 'ui-tablist'} onKeyDown={move}>
        {entries.map(({ key, title, disabled }) => (
          <button
            key={key}
            id={`${base}${key}`}
            type="button"
            role="tab"
            aria-selected={key === current}
            tabIndex={key === current ? 0 : -1}
            disabled={disabled}
            onClick={() => choose(key)}
          >
            {title}
          </button>
        ))}
      </div>
      <TabsContext.Provider value={{ selected: current, base, announce, forget }}>{children}</TabsContext.Provider>
    </div>
  );
}

interface TabProps {
  tabId?: string | number;
  title?: string;
  disabled?: boolean;
  children?: ReactNode;
}

export function Tab({ tabId, title = '', disabled = false, children }: TabProps) {
  const fallback = useId();
  const { selected, base, announce, forget } = useContext(TabsContext);
  const key = String(tabId ?? fallback);
  useLayoutEffect(() => announce({ key, title, disabled }), [announce, key, title, disabled]);
  useLayoutEffect(() => () => forget(key), [forget, key]);
  if (key !== selected) return null;
  return (
    <div role="tabpanel" className="ui-tabpanel" aria-labelledby={`${base}${key}`}>
      {children}
    </div>
  );
}
