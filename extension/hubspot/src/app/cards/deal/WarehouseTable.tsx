import { Flex, Table, TableBody, TableCell, TableHead, TableHeader, TableRow, Text } from '@hubspot/ui-extensions';
import type { Format } from '../words/format.ts';
import type { ItemStock } from './availability-words.ts';
import { isSomeOwing, type WarehouseRow, warehouseRows } from './warehouse-rows.ts';

interface WarehouseTableProps {
  itemIds: readonly string[];
  items: readonly ItemStock[];
  nowMs: number;
  format: Format;
}

/** Where each item lies, what of it is promised already, and what comes next. */
export function WarehouseTable({ itemIds, items, nowMs, format }: WarehouseTableProps) {
  return (
    <Flex direction="column" gap="xs">
      <Table density="compact" flush>
        <TableHead>
          <TableRow>
            <TableHeader width="min">Item</TableHeader>
            <TableHeader>Warehouse</TableHeader>
            <TableHeader align="right" width="min">
              On hand
            </TableHeader>
            <TableHeader align="right" width="min">
              Allocated
            </TableHeader>
            <TableHeader align="right" width="min">
              Available
            </TableHeader>
            <TableHeader width="min">Next receipt</TableHeader>
          </TableRow>
        </TableHead>
        <TableBody>
          {warehouseRows(itemIds, items, nowMs, format).flatMap((item) =>
            item.known
              ? [
                  ...item.rows.map((row, index) => (
                    <Row key={`${item.itemId} ${row.key}`} itemId={index === 0 ? item.itemId : null} row={row} />
                  )),
                  ...(item.more === null
                    ? []
                    : [<NoteRow key={`${item.itemId} more`} itemId={null} text={item.more} quiet />]),
                ]
              : [<NoteRow key={item.itemId} itemId={item.itemId} text={item.text} />],
          )}
        </TableBody>
      </Table>
      {isSomeOwing(items.filter(({ itemId }) => itemIds.includes(itemId))) && (
        <Text variant="microcopy">
          A warehouse that owes more than it has counts as empty in the sum: its debt is not another’s.
        </Text>
      )}
    </Flex>
  );
}

interface RowProps {
  /** Stands in the first row of an item only. */
  itemId: string | null;
  row: WarehouseRow;
}

function Row({ itemId, row }: RowProps) {
  const cell = (text: string) => (row.isSum ? <Text format={{ fontWeight: 'demibold' }}>{text}</Text> : text);
  return (
    <TableRow>
      <ItemCell itemId={itemId} />
      <TableCell>{cell(row.where)}</TableCell>
      <TableCell align="right">{cell(row.onHand)}</TableCell>
      <TableCell align="right">{cell(row.allocated)}</TableCell>
      <TableCell align="right">{cell(row.available)}</TableCell>
      <TableCell width="min">{cell(row.next)}</TableCell>
    </TableRow>
  );
}

const ItemCell = ({ itemId }: { itemId: string | null }) => (
  <TableCell width="min">{itemId === null ? '' : <Text format={{ fontWeight: 'demibold' }}>{itemId}</Text>}</TableCell>
);

interface NoteRowProps {
  itemId: string | null;
  text: string;
  quiet?: boolean;
}

function NoteRow({ itemId, text, quiet = false }: NoteRowProps) {
  return (
    <TableRow>
      <ItemCell itemId={itemId} />
      <TableCell colSpan={5}>
        <Text variant={quiet ? 'microcopy' : 'bodytext'}>{text}</Text>
      </TableCell>
    </TableRow>
  );
}
