import {
  Button,
  EmptyState,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import type { Invoice } from '../contracts/invoice.ts';
import type { RowProblem } from '../contracts/page.ts';
import { RowsInSteps } from '../parts/RowsInSteps.tsx';
import type { FrameProps } from '../parts/SectionFrame.tsx';
import { amountText, dateText, moneyText } from '../words/format.ts';
import { amountHeader, byUrgency, dueText, emptyTitle, isMixed, listNote, paidText } from './document-rows.ts';

interface InvoicesTableProps extends Pick<FrameProps, 'nowMs' | 'format'> {
  page: { rows: Invoice[]; problems: readonly RowProblem[]; nextCursor: string | null };
  /** Absent where the order is open already. */
  openOrder?: (orderId: string) => void;
}

/** Invoices and credit notes that are not settled, what is overdue on top. Their amounts always include VAT. */
export function InvoicesTable({ page, openOrder, nowMs, format }: InvoicesTableProps) {
  const note = listNote(page, 'invoices');
  if (page.rows.length === 0) {
    return (
      <EmptyState title={emptyTitle('No open invoices', 'open invoices', page.problems)} layout="vertical" flush>
        <Text>{note ?? 'The ERP has no unpaid invoice and no open credit note here.'}</Text>
      </EmptyState>
    );
  }
  const money = isMixed(page.rows) ? moneyText : amountText;
  const gross = page.rows.map(({ currency }) => ({ currency, priceBasis: 'gross' as const }));
  return (
    <>
      <RowsInSteps rows={byUrgency(page.rows, nowMs, format)}>
        {(shown) => (
          <Table density="condensed" flush>
            <TableHead>
              <TableRow>
                <TableHeader width="min">Invoice</TableHeader>
                {openOrder !== undefined && <TableHeader width="min">Order</TableHeader>}
                <TableHeader width="min">Issued</TableHeader>
                <TableHeader>Due</TableHeader>
                <TableHeader align="right">{amountHeader('Total', gross)}</TableHeader>
                <TableHeader align="right">{amountHeader('Open', page.rows)}</TableHeader>
              </TableRow>
            </TableHead>
            <TableBody>
              {shown.map((invoice) => {
                const paid = paidText(invoice, format);
                return (
                  <TableRow key={invoice.invoiceId}>
                    <TableCell width="min">
                      {invoice.kind === 'credit-note' ? `Credit note ${invoice.invoiceId}` : invoice.invoiceId}
                    </TableCell>
                    {openOrder !== undefined && (
                      <TableCell width="min">
                        {invoice.orderId === null ? (
                          '–'
                        ) : (
                          <OrderNumber orderId={invoice.orderId} openOrder={openOrder} />
                        )}
                      </TableCell>
                    )}
                    <TableCell width="min">{dateText(invoice.issuedOn, nowMs, format)}</TableCell>
                    <TableCell>{dueText(invoice, nowMs, format)}</TableCell>
                    <TableCell align="right">{money(invoice.total, invoice.currency, format)}</TableCell>
                    <TableCell align="right">
                      {money(invoice.open, invoice.currency, format)}
                      {paid !== null && <Text variant="microcopy">{paid}</Text>}
                    </TableCell>
                  </TableRow>
                );
              })}
            </TableBody>
          </Table>
        )}
      </RowsInSteps>
      {note !== null && <Text variant="microcopy">{note}</Text>}
    </>
  );
}

function OrderNumber({ orderId, openOrder }: { orderId: string; openOrder: (orderId: string) => void }) {
  return (
    <Button variant="transparent" size="xs" onClick={() => openOrder(orderId)}>
      {orderId}
    </Button>
  );
}
