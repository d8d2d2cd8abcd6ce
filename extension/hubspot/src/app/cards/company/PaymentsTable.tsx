import {
  Button,
  EmptyState,
  Flex,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import type { RowProblem } from '../contracts/page.ts';
import type { Payment } from '../contracts/payment.ts';
import { RowsInSteps } from '../parts/RowsInSteps.tsx';
import type { FrameProps } from '../parts/SectionFrame.tsx';
import { amountText, dateText, moneyText } from '../words/format.ts';
import { amountHeader, emptyTitle, isMixed, listNote } from './document-rows.ts';
import { allocationsOf, newestFirst } from './payment-rows.ts';

interface PaymentsTableProps extends Pick<FrameProps, 'nowMs' | 'format'> {
  page: { rows: Payment[]; problems: readonly RowProblem[]; nextCursor: string | null };
  /** Looks for what belongs to an invoice number. */
  search: (number: string) => void;
}

/** Money received, the newest on top, and which invoices it paid. */
export function PaymentsTable({ page, search, nowMs, format }: PaymentsTableProps) {
  const note = listNote(page, 'payments');
  if (page.rows.length === 0) {
    return (
      <EmptyState title={emptyTitle('No payments yet', 'payments', page.problems)} layout="vertical" flush>
        <Text>{note ?? 'The ERP has no payment of this customer.'}</Text>
      </EmptyState>
    );
  }
  const money = isMixed(page.rows) ? moneyText : amountText;
  return (
    <>
      <RowsInSteps rows={newestFirst(page.rows)}>
        {(shown) => (
          <Table density="condensed" flush>
            <TableHead>
              <TableRow>
                <TableHeader width="min">Received</TableHeader>
                <TableHeader width="min">Payment</TableHeader>
                <TableHeader>Method</TableHeader>
                <TableHeader>Paid invoices</TableHeader>
                <TableHeader align="right" width="min">
                  {amountHeader('Amount', page.rows)}
                </TableHeader>
              </TableRow>
            </TableHead>
            <TableBody>
              {shown.map((payment) => (
                <TableRow key={payment.paymentId}>
                  <TableCell width="min">{dateText(payment.receivedOn, nowMs, format)}</TableCell>
                  <TableCell width="min">{payment.paymentId}</TableCell>
                  <TableCell>{payment.method ?? '–'}</TableCell>
                  <TableCell>
                    <Allocations payment={payment} search={search} format={format} />
                  </TableCell>
                  <TableCell align="right">{money(payment.amount, payment.currency, format)}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        )}
      </RowsInSteps>
      {note !== null && <Text variant="microcopy">{note}</Text>}
    </>
  );
}

interface AllocationsProps extends Pick<PaymentsTableProps, 'search' | 'format'> {
  payment: Payment;
}

function Allocations({ payment, search, format }: AllocationsProps) {
  const { named, rest } = allocationsOf(payment, format);
  return (
    <Flex direction="column" gap="flush">
      {named.map(({ invoiceId, amount }) => (
        <Flex key={invoiceId} direction="row" gap="xs" align="center">
          <Button variant="transparent" size="xs" onClick={() => search(invoiceId)}>
            {invoiceId}
          </Button>
          {amount !== null && <Text variant="microcopy">{amount}</Text>}
        </Flex>
      ))}
      {rest.map((line) => (
        <Text key={line} variant="microcopy">
          {line}
        </Text>
      ))}
    </Flex>
  );
}
