import type { DealView } from '../contracts/card-api.ts';
import type { Fine } from '../gateway.ts';
import type { CardProps } from '../parts/card-props.ts';
import { FirstAnswer } from '../parts/FirstAnswer.tsx';
import { useReader } from '../parts/use-reader.ts';
import { useWatch } from '../use-watch.ts';
import { DealSheet } from './DealSheet.tsx';

/** The "Send to ERP" tab of a deal. */
export function DealContent({ context, actions }: CardProps) {
  const dealId = String(context.crm.objectId);
  const { gateway, format, copyText, isAdmin } = useReader({ context, actions });
  const watched = useWatch<Fine<DealView>>(
    dealId,
    () => gateway.deal(dealId),
    () => 'none',
  );
  const { answer, problem, asking, refresh } = watched;
  if (answer === null) {
    return <FirstAnswer {...{ problem, asking, isAdmin, copyText, refresh }} />;
  }
  return <DealSheet view={answer} {...{ gateway, problem, asking, refresh, format, actions, copyText }} />;
}
