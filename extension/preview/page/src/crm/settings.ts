import { createContext } from 'react';
import type { CardAlert } from '../card/host-api.ts';
import type { Account, Card } from './api.ts';

/** What the whole page knows: who is logged in, which cards the app has, and the chosen language. */
export interface Settings {
  account: Account;
  cards: Card[];
  locale: string;
  addAlert: (alert: CardAlert) => void;
}

export const SettingsContext = createContext<Settings | null>(null);

export const LOCALES: readonly [code: string, name: string][] = [
  ['en-US', 'English (US)'],
  ['en-GB', 'English (UK)'],
  ['de-DE', 'Deutsch'],
  ['fr-FR', 'Français'],
];
