import { useContext, useEffect, useMemo } from 'react';
import { CardFrame } from '../card/card-frame.tsx';
import type { CardContext, CardHost, Properties } from '../card/host-api.ts';
import { fetchThroughProxy } from '../card/session.ts';
import { type Card, readAssociations } from './api.ts';
import type { RecordStore } from './record-store.ts';
import { SettingsContext } from './settings.ts';
import { TYPES } from './words.ts';

/** A card on a record: gives it its context and does for it what HubSpot's page does. */
export function CardSlot({ card, store }: { card: Card; store: RecordStore }) {
  const settings = useContext(SettingsContext);
  if (settings === null) throw new Error('a card outside of the page');
  const { account, locale, addAlert } = settings;

  const context = useMemo<CardContext>(
    () => ({
      location: card.location,
      portal: { id: account.portalId, timezone: account.timezone },
      user: {
        ...account.user,
        emails: [account.user.email],
        roles: [],
        teams: [],
        permissions: [],
        locale: locale.toLowerCase(),
        language: locale.slice(0, 2),
      },
      crm: { objectId: Number(store.id), objectTypeId: TYPES[store.type].typeId },
      extension: { appId: account.appId, appName: account.appName, cardTitle: card.title },
      variables: account.variables,
    }),
    [account, card, locale, store],
  );

  const watches = useMemo<(() => void)[]>(() => [], []);
  useEffect(
    () => () =>
      watches.splice(0).forEach((forget) => {
        forget();
      }),
    [watches],
  );

  const host = useMemo<Omit<CardHost, 'closeOverlay' | 'crashed'>>(
    () => ({
      fetch: fetchThroughProxy,
      addAlert: async (alert) => addAlert(alert),
      reloadPage: async () => window.location.reload(),
      readProperties: async (names) => pick(store.record?.properties ?? {}, names),
      watchProperties: async (names, changed) => {
        watches.push(store.watch((properties) => changed(pick(properties, names))));
      },
      refreshProperties: () => store.look(),
      readAssociations: (request) => readAssociations(store.type, store.id, request),
      openIframe: async (uri) => {
        if (/^https:/.test(uri)) window.open(uri, '_blank', 'noreferrer');
      },
      copyText: async (text) => {
        await navigator.clipboard?.writeText(text).catch(() => {});
      },
    }),
    [addAlert, store, watches],
  );

  return <CardFrame bundleUrl={`/bundles/${card.name}.js`} context={context} host={host} />;
}

function pick(properties: Properties, names: string[] | '*'): Properties {
  if (names === '*') return properties;
  return Object.fromEntries(names.map((name) => [name, properties[name] ?? null]));
}
