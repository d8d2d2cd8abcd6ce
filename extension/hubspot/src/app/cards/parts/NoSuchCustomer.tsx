import type { CardError } from '../contracts/card-api.ts';
import { ProblemPanel } from './ProblemPanel.tsx';
import type { MissingSection, Section } from './SectionFrame.tsx';

interface NoSuchCustomerProps {
  customerId: string;
  error: CardError;
  asking: boolean;
  copyText: (text: string) => void;
  refresh: () => void;
}

/** The number on the company record leads nowhere: said once, instead of an empty card with a problem in each part. */
export const NoSuchCustomer = ({ customerId, error, asking, copyText, refresh }: NoSuchCustomerProps) => (
  <ProblemPanel
    problem={{
      ...error,
      message: `The ERP has no customer ${customerId}.`,
      advice: 'Correct the ERP customer number on the company record, then try again.',
    }}
    meaning="That number stands on the company record, so nothing can be shown of this company."
    copyText={copyText}
    onRetry={refresh}
    asking={asking}
  />
);

/** Whether the ERP does not know the number that stands on the company record. */
export const isUnknownCustomer = (section: Section<unknown>): section is Extract<MissingSection, { state: 'failed' }> =>
  section.state === 'failed' && section.error.code === 'erp.not-found';
