import { Checkbox, Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@hubspot/ui-extensions';
import { CrmActionLink } from '@hubspot/ui-extensions/crm';
import type { Gateway } from '../gateway.ts';
import { RowsInSteps } from '../parts/RowsInSteps.tsx';
import type { Format } from '../words/format.ts';
import { dealAmount } from './bulk-words.ts';
import type { CompanyDeal } from './company-deal.ts';
import { DealStanding } from './DealStanding.tsx';

/** The boxes before the deals, for a list that is chosen from. */
export interface Choice {
  chosen: ReadonlySet<string>;
  choose: (dealIds: readonly string[], isOn: boolean) => void;
  /** Nothing can be chosen at the moment. */
  isShut: boolean;
}

interface DealsTableProps {
  deals: readonly CompanyDeal[];
  choice?: Choice;
  gateway: Gateway;
  format: Format;
}

/** Deals and how each stands; a deal's name opens it beside this page, so that nothing here is lost. */
export function DealsTable({ deals, choice, gateway, format }: DealsTableProps) {
  return (
    <RowsInSteps rows={deals}>
      {(shown) => (
        <Table density="condensed" flush>
          <TableHead>
            <TableRow>
              {choice !== undefined && <TableHeader width="min">Send</TableHeader>}
              <TableHeader>Deal</TableHeader>
              <TableHeader align="right" width="min">
                Amount
              </TableHeader>
              <TableHeader>With the ERP</TableHeader>
            </TableRow>
          </TableHead>
          <TableBody>
            {shown.map((deal) => (
              <TableRow key={deal.dealId}>
                {choice !== undefined && (
                  <TableCell width="min">
                    <Checkbox
                      aria-label={`Send ${deal.name}`}
                      checked={choice.chosen.has(deal.dealId)}
                      readOnly={choice.isShut}
                      onChange={(isOn) => choice.choose([deal.dealId], isOn)}
                    />
                  </TableCell>
                )}
                <TableCell>
                  <CrmActionLink
                    actionType="RECORD_APP_LINK"
                    actionContext={{ objectTypeId: '0-3', objectId: Number(deal.dealId), external: true }}
                  >
                    {deal.name}
                  </CrmActionLink>
                </TableCell>
                <TableCell align="right" width="min">
                  {dealAmount(deal, format)}
                </TableCell>
                <TableCell>
                  <DealStanding standing={deal.standing} gateway={gateway} />
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </RowsInSteps>
  );
}
