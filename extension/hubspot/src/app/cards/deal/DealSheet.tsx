import { Flex } from '@hubspot/ui-extensions';
import { useState } from 'react';
import type { DealView, PushAnswer } from '../contracts/card-api.ts';
import type { Fine, Gateway } from '../gateway.ts';
import type { CardProps } from '../parts/card-props.ts';
import { ProblemPanel } from '../parts/ProblemPanel.tsx';
import type { Problem } from '../problem.ts';
import type { Format } from '../words/format.ts';
import { AfterSending } from './AfterSending.tsx';
import { BeforeSending } from './BeforeSending.tsx';
import { mayBeSentAgain, newerPush } from './push-words.ts';
import { useSending } from './use-sending.ts';

interface DealSheetProps {
  gateway: Gateway;
  view: Fine<DealView>;
  /** Why the newest ask for the deal brought nothing. */
  problem: Problem | null;
  /** It is being asked for again. */
  asking: boolean;
  refresh: () => void;
  format: Format;
  actions: CardProps['actions'];
  copyText: (text: string) => void;
}

/** The life of the order that was sent, and, where none is under way, the preview and the button. */
export function DealSheet(props: DealSheetProps) {
  const { gateway, view, problem, asking, refresh, format, actions, copyText } = props;
  const { deal, link } = view;
  const sending = useSending(gateway, deal.dealId);
  const { accepted } = sending;

  /** What became of it since, as its life below was told. */
  const [heard, setHeard] = useState<Fine<PushAnswer> | null>(null);

  const push = newerPush(heard?.push ?? null, newerPush(accepted?.push ?? null, view.push));
  const known: Fine<PushAnswer> | null =
    push === null
      ? null
      : ([heard, accepted].find((answer) => answer?.push === push) ?? {
          ok: true,
          correlationId: view.correlationId,
          now: view.now,
          link,
          push,
        });
  return (
    <Flex direction="column" gap="md">
      {problem !== null && <ProblemPanel {...{ problem, copyText, asking }} onRetry={refresh} />}
      {known !== null && (
        <AfterSending
          gateway={gateway}
          view={view}
          known={known}
          format={format}
          copyText={copyText}
          closeOverlay={actions.closeOverlay}
          onNews={setHeard}
          onWrittenBack={actions.refreshObjectProperties}
        />
      )}
      {(push === null || mayBeSentAgain(push)) && (
        <BeforeSending
          gateway={gateway}
          view={view}
          revision={push === null ? 1 : push.revision + 1}
          sending={sending}
          refresh={refresh}
          format={format}
          copyText={copyText}
          closeOverlay={actions.closeOverlay}
        />
      )}
    </Flex>
  );
}
