import { LoadingSpinner } from '@hubspot/ui-extensions';
import { useRef } from 'react';
import type { PaymentsView } from '../contracts/card-api.ts';
import type { Fine, Gateway } from '../gateway.ts';
import { ProblemPanel } from '../parts/ProblemPanel.tsx';
import { SectionFrame } from '../parts/SectionFrame.tsx';
import { paceOfSections } from '../poll.ts';
import { useRefreshWith } from '../use-refresh-with.ts';
import { useWatch } from '../use-watch.ts';
import type { Format } from '../words/format.ts';
import { PaymentsTable } from './PaymentsTable.tsx';

interface PaymentsTabProps {
  gateway: Gateway;
  companyId: string;
  /** How often the card was asked for the newest by hand: this is asked for with it. */
  refreshes: number;
  search: (number: string) => void;
  format: Format;
  copyText: (text: string) => void;
}

/** Payments, asked for when somebody opens their tab. */
export function PaymentsTab({ gateway, companyId, refreshes, search, format, copyText }: PaymentsTabProps) {
  const isFirst = useRef(refreshes > 0);
  const { answer, problem, asking, nowMs, answeredAtMs, goesOn, refresh } = useWatch<Fine<PaymentsView>>(
    companyId,
    (anew) => {
      const wanted = anew || isFirst.current;
      isFirst.current = false;
      return gateway.payments(companyId, wanted);
    },
    ({ payments }) => paceOfSections([payments]),
  );
  useRefreshWith(refreshes, refresh);
  return (
    <>
      {problem !== null && <ProblemPanel {...{ problem, copyText, asking }} about="Payments" onRetry={refresh} />}
      {answer === null && problem === null && (
        <LoadingSpinner label="Payments: asking the ERP" showLabel layout="centered" size="md" />
      )}
      {answer !== null && (
        <SectionFrame
          section={answer.payments}
          name="Payments"
          nowMs={nowMs}
          answeredAtMs={answeredAtMs}
          format={format}
          goesOn={goesOn}
          asking={asking}
          refresh={refresh}
          copyText={copyText}
        >
          {(page) => <PaymentsTable page={page} search={search} nowMs={nowMs} format={format} />}
        </SectionFrame>
      )}
    </>
  );
}
