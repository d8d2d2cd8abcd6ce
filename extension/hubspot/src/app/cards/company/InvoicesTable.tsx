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
import { SearchableRows } from '../parts/SearchableRows.tsx';
import type { FrameProps } from '../parts/SectionFrame.tsx';
import { amountText, dateText, moneyText } from '../words/format.ts';
import { amountHeader, byUrgency, dueText, invoicesWith, isMixed, listNote } from './document-rows.ts';

interface InvoicesTableProps extends Pick<FrameProps, 'nowMs' | 'format'> {
  page: { rows: Invoice[]; problems: readonly unknown[]; nextCursor: string | null };
  /** Absent where the order is open already. */
  openOrder?: (orderId: string) => void;
}

/** Invoices and credit notes, what is overdue on top. Their amounts always include VAT. */
export function InvoicesTable({ page, openOrder, nowMs, format }: InvoicesTableProps) {
  const note = listNote(page, 'invoice', 'invoices');
  if (page.rows.length === 0) {
    return (
      <EmptyState title="No invoices yet" layout="vertical" flush>
        <Text>{note ?? 'The ERP has no invoice or credit note here.'}</Text>
      </EmptyState>
    );
  }
  const money = isMixed(page.rows) ? moneyText : amountText;
  const header = (label: string) =>
    amountHeader(
      label,
      page.rows.map(({ currency }) => ({ currency, priceBasis: 'gross' as const })),
    );
  return (
    <>
      <SearchableRows
        name="invoices"
        searchLabel="Find an invoice by any number"
        rows={byUrgency(page.rows, nowMs, format)}
        matching={invoicesWith}
      >
        {(shown) => (
          <Table density="condensed" flush>
            <TableHead>
              <TableRow>
                <TableHeader>Invoice</TableHeader>
                <TableHeader>Order</TableHeader>
                <TableHeader>Issued</TableHeader>
                <TableHeader>Due</TableHeader>
                <TableHeader align="right">{header('Total')}</TableHeader>
                <TableHeader align="right">{header('Open')}</TableHeader>
              </TableRow>
            </TableHead>
            <TableBody>
              {shown.map((invoice) => (
                <TableRow key={invoice.invoiceId}>
                  <TableCell>
                    {invoice.kind === 'credit-note' ? `Credit note ${invoice.invoiceId}` : invoice.invoiceId}
                  </TableCell>
                  <TableCell>
                    <OrderNumber orderId={invoice.orderId} openOrder={openOrder} />
                  </TableCell>
                  <TableCell>{dateText(invoice.issuedOn, nowMs, format)}</TableCell>
                  <TableCell>{dueText(invoice, nowMs, format)}</TableCell>
                  <TableCell align="right">{money(invoice.total, invoice.currency, format)}</TableCell>
                  <TableCell align="right">{money(invoice.open, invoice.currency, format)}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        )}
      </SearchableRows>
      {note !== null && <Text variant="microcopy">{note}</Text>}
    </>
  );
}

function OrderNumber({
  orderId,
  openOrder,
}: {
  orderId: string | null;
  openOrder?: ((id: string) => void) | undefined;
}) {
  if (orderId === null || openOrder === undefined) return <>{orderId ?? '–'}</>;
  return (
    <Button variant="transparent" size="xs" onClick={() => openOrder(orderId)}>
      {orderId}
    </Button>
  );
}
