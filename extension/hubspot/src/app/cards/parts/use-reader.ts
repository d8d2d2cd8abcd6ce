import { useMemo } from 'react';
import { type Gateway, gatewayOf } from '../gateway.ts';
import { type Format, localeOf } from '../words/format.ts';
import type { CardProps } from './card-props.ts';

/** Who looks, and how the card speaks with them and the gateway. */
export interface Reader {
  gateway: Gateway;
  format: Format;
  copyText: (text: string) => void;
  /** May change the account's integrations. */
  isAdmin: boolean;
}

export function useReader({ context, actions }: CardProps): Reader {
  const { variables, user } = context;
  const format = useMemo(() => ({ locale: localeOf(user.locale), timeZone: undefined }), [user.locale]);
  const gateway = useMemo(() => gatewayOf(variables, format.locale), [variables, format.locale]);
  return {
    gateway,
    format,
    copyText: (text) => void actions.copyTextToClipboard(text),
    isAdmin: user.permissions.includes('integrations-management-write'),
  };
}
