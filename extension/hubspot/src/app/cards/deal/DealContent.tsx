import { useMemo } from 'react';
import type { DealView } from '../contracts/card-api.ts';
import { type Fine, gatewayOf } from '../gateway.ts';
import type { CardProps } from '../parts/card-props.ts';
import { FirstAnswer } from '../parts/FirstAnswer.tsx';
import { useWatch } from '../use-watch.ts';
import { localeOf } from '../words/format.ts';
import { DealSheet } from './DealSheet.tsx';

/** The "Send to ERP" tab of a deal. */
export function DealContent({ context, actions }: CardProps) {
  const dealId = String(context.crm.objectId);
  const gateway = useMemo(() => gatewayOf(context.variables), [context.variables]);
  const format = useMemo(() => ({ locale: localeOf(context.user.locale), timeZone: undefined }), [context.user.locale]);
  const watched = useWatch<Fine<DealView>>(
    dealId,
    () => gateway.deal(dealId),
    () => 'none',
  );
  const copyText = (text: string): void => void actions.copyTextToClipboard(text);
  const isAdmin = context.user.permissions.includes('integrations-management-write');
  if (watched.answer === null) {
    return <FirstAnswer problem={watched.problem} isAdmin={isAdmin} copyText={copyText} refresh={watched.refresh} />;
  }
  return (
    <DealSheet
      gateway={gateway}
      view={watched.answer}
      problem={watched.problem}
      refresh={watched.refresh}
      format={format}
      actions={actions}
      copyText={copyText}
    />
  );
}
