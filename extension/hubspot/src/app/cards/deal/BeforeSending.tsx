import { Alert, Flex, LoadingSpinner, StatusTag, Text } from '@hubspot/ui-extensions';
import { useEffect, useRef, useState } from 'react';
import type { DealView, PreviewView } from '../contracts/card-api.ts';
import type { Fine, Gateway } from '../gateway.ts';
import { Candidates } from '../parts/Candidates.tsx';
import { ProblemPanel } from '../parts/ProblemPanel.tsx';
import { useWatch } from '../use-watch.ts';
import { isLeftAlone } from '../words/age.ts';
import { type Format, timeText } from '../words/format.ts';
import { AskedStock } from './AskedStock.tsx';
import { Blockers } from './Blockers.tsx';
import { consequence, itemsOf } from './deal-total.ts';
import { Findings } from './Findings.tsx';
import { PreviewLines } from './PreviewLines.tsx';
import { customerWords, findingsOf, paceOfPreview, wishWords } from './preview-words.ts';
import { SendPanel } from './SendPanel.tsx';
import { StockByWarehouse } from './StockByWarehouse.tsx';
import type { Sending } from './use-sending.ts';

interface BeforeSendingProps {
  gateway: Gateway;
  view: Fine<DealView>;
  /** What the next send is counted as. */
  revision: number;
  sending: Sending;
  /** Ask for the deal anew. */
  refresh: () => void;
  format: Format;
  copyText: (text: string) => void;
  closeOverlay: (id: string) => void;
}

/** The dry run: each line beside what the ERP says, what stands in the way, and the button. */
export function BeforeSending(props: BeforeSendingProps) {
  const { gateway, view, revision, sending, refresh, format, copyText, closeOverlay } = props;
  const { trouble, send, forgetTrouble } = sending;
  const { deal, blockers } = view;
  const watched = useWatch<Fine<PreviewView>>(
    `${deal.dealId} ${revision}`,
    (anew) => gateway.preview(deal.dealId, anew),
    paceOfPreview,
  );
  const { answer, problem, asking, nowMs } = watched;
  const preview = answer?.preview ?? null;
  // The preview is asked for again, the deal is not.
  const { link } = answer ?? view;
  // What was changed in the deal is seen here first: by what else it is sent, only the deal tells.
  const seen = useRef<string | null>(null);
  // Of whole previews: what the ERP adds in the second step is no change of the deal.
  const hash = answer === null || answer.loading ? null : answer.preview.hash;
  useEffect(() => {
    if (seen.current !== null && hash !== null && seen.current !== hash) refresh();
    seen.current = hash ?? seen.current;
  }, [hash, refresh]);
  const [checks, setChecks] = useState(0);
  const itemIds = itemsOf(preview?.lines ?? []);
  const lookAnew = (): void => {
    setChecks((before) => before + 1);
    refresh();
    watched.refresh();
  };
  const checkAgain = (): void => {
    forgetTrouble();
    lookAnew();
  };
  // The preview says the same, and more; which customer it is, the preview may know.
  const known = blockers.filter(({ code }) => code !== 'customer.not-linked');
  const asksWho = preview !== null && preview.customer === null && preview.level === 'block' && deal.company !== null;
  const warnings = preview === null ? [] : findingsOf(preview, 'warn');
  const customer = preview?.customer ?? null;
  const isOpen = preview !== null && (preview.level === 'ok' || (preview.level === 'warn' && preview.mayOverride));
  const who = deal.company?.name ?? 'no company';
  const wishes = wishWords(deal, nowMs, format);
  const checkedAt = answer === null ? '' : timeText(answer.now, nowMs, format);
  const label = revision > 1 ? 'Send again' : 'Send to ERP';
  return (
    <Flex direction="column" gap="md">
      <Flex direction="column" gap="flush">
        <Text format={{ fontWeight: 'bold' }}>
          {customer === null ? who : customerWords(customer)} · {view.erpTitle}
        </Text>
        {wishes !== null && <Text variant="microcopy">{wishes}</Text>}
      </Flex>
      {preview === null && <Blockers blockers={known} />}
      {preview === null && problem === null && <LoadingSpinner label="Asking the ERP" showLabel layout="centered" />}
      {problem !== null && <ProblemPanel {...{ problem, copyText, asking }} about="Preview" onRetry={checkAgain} />}
      {preview !== null && (
        <>
          {preview.lines.length > 0 && (
            <PreviewLines preview={preview} currency={deal.currency} nowMs={nowMs} format={format} />
          )}
          {itemIds.length > 0 && (
            <StockByWarehouse>
              {() => <AskedStock {...{ gateway, itemIds, checks, format, copyText }} />}
            </StockByWarehouse>
          )}
          <Findings preview={preview} loading={answer?.loading ?? false} asksWho={asksWho} />
          {asksWho && deal.company !== null && (
            <Candidates
              gateway={gateway}
              companyId={deal.company.companyId}
              question={`Which ERP customer is ${deal.company.name}?`}
              copyText={copyText}
              onLinked={checkAgain}
              reloading={asking}
            />
          )}
        </>
      )}
      {!link.online && preview === null && <Alert title="The link to the ERP is down." variant="warning" />}
      {!link.online && isOpen && (
        <Text>You can send all the same: your order is kept and goes out by itself when the link is back.</Text>
      )}
      {/* Once its push is known, that tells what became of it. */}
      {trouble?.revision === revision && (
        <ProblemPanel problem={trouble.problem} about="Send to ERP" copyText={copyText} />
      )}
      {preview !== null && isLeftAlone(watched) && (
        <StatusTag variant="warning">{`Checked at ${checkedAt}, not checked since`}</StatusTag>
      )}
      <SendPanel
        label={preview?.level === 'warn' ? 'Send anyway' : label}
        consequence={consequence(customer?.name ?? who, preview?.lines ?? [], deal.currency, format)}
        warnings={warnings.map(({ message }) => message)}
        sending={sending.sending}
        blocked={!isOpen}
        checking={asking}
        checkAgain={checkAgain}
        send={() => {
          if (preview !== null) send({ revision, previewHash: preview.hash, override: warnings.length > 0 }, lookAnew);
        }}
        closeOverlay={closeOverlay}
      />
    </Flex>
  );
}
