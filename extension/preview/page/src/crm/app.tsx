import { useCallback, useEffect, useMemo, useState } from 'react';
import type { CardAlert } from '../card/host-api.ts';
import { type Account, type Card, type RecordType, readAccount, readCards } from './api.ts';
import { DeveloperBar } from './developer-bar.tsx';
import { RecordList } from './record-list.tsx';
import { RecordPage } from './record-page.tsx';
import { linkTo, useRoute } from './route.ts';
import { type Settings, SettingsContext } from './settings.ts';
import { type Toast, Toasts } from './toasts.tsx';
import { initialsOf, TYPES } from './words.ts';

const LOCALE_KEY = 'preview.locale';

export function App() {
  const route = useRoute();
  const [account, setAccount] = useState<Account | null>(null);
  const [cards, setCards] = useState<Card[]>([]);
  const [locale, setLocale] = useState(localStorage.getItem(LOCALE_KEY) ?? 'en-US');
  const [toasts, setToasts] = useState<Toast[]>([]);

  useEffect(() => {
    Promise.all([readAccount(), readCards()]).then(
      ([who, which]) => {
        setCards(which);
        setAccount(who);
      },
      () => {},
    );
  }, []);
  const choose = (code: string) => {
    localStorage.setItem(LOCALE_KEY, code);
    setLocale(code);
  };
  const addAlert = useCallback((alert: CardAlert) => {
    const key = Date.now() + Math.random();
    setToasts((before) => [...before.slice(-3), { ...alert, key }]);
  }, []);
  const close = (key: number) => setToasts((before) => before.filter((toast) => toast.key !== key));

  const settings = useMemo<Settings | null>(
    () => (account === null ? null : { account, cards, locale, addAlert }),
    [account, cards, locale, addAlert],
  );
  return (
    <SettingsContext.Provider value={settings}>
      <TopBar type={route.type} account={account} />
      {settings === null ? (
        <main className="list-page" aria-busy="true" />
      ) : route.id === null ? (
        <RecordList key={route.type} type={route.type} />
      ) : (
        <RecordPage key={`${route.type}/${route.id}`} type={route.type} id={route.id} tab={route.tab} />
      )}
      <Toasts toasts={toasts} close={close} />
      <DeveloperBar locale={locale} setLocale={choose} />
    </SettingsContext.Provider>
  );
}

function TopBar({ type, account }: { type: RecordType; account: Account | null }) {
  const name = account === null ? '' : `${account.user.firstName} ${account.user.lastName}`;
  return (
    <header className="top-bar">
      <a className="brand" href={linkTo('companies')}>
        <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden="true">
          <path d="M16 1l3.6 11.4L31 16l-11.4 3.6L16 31l-3.6-11.4L1 16l11.4-3.6z" />
        </svg>
        Northstar CRM
      </a>
      <nav aria-label="Records">
        {(Object.keys(TYPES) as RecordType[]).map((kind) => (
          <a key={kind} href={linkTo(kind)} aria-current={kind === type ? 'page' : undefined}>
            {TYPES[kind].many}
          </a>
        ))}
      </nav>
      <span className="who">
        <span>{name}</span>
        <span className="avatar avatar-user" aria-hidden="true">
          {initialsOf(name)}
        </span>
      </span>
    </header>
  );
}
