import { Flex, Text } from '@hubspot/ui-extensions';
import { useState } from 'react';
import type { CompanyView } from '../contracts/card-api.ts';
import type { Fine } from '../gateway.ts';
import { Blocked } from '../parts/Blocked.tsx';
import type { CardProps } from '../parts/card-props.ts';
import { FirstAnswer } from '../parts/FirstAnswer.tsx';
import { LinkBanner } from '../parts/LinkBanner.tsx';
import { isUnknownCustomer, NoSuchCustomer } from '../parts/NoSuchCustomer.tsx';
import { ProblemPanel } from '../parts/ProblemPanel.tsx';
import { RefreshButton } from '../parts/RefreshButton.tsx';
import { useReader } from '../parts/use-reader.ts';
import { type Pace, paceOfView } from '../poll.ts';
import { useWatch } from '../use-watch.ts';
import { DealsDesk } from './DealsDesk.tsx';
import { useBulk } from './use-bulk.ts';

/** Of the company's view this card shows whose orders they become, and whether the way to the ERP is open. */
const paceOf = ({ link, customer }: Fine<CompanyView>): Pace => paceOfView(link, [customer]);

/**
 * The "Send deals to ERP" tab of a company: its deals, those that are sent together, and what became of them. A card
 * of its own: a company is opened far more often than deals are sent in bulk, and its "ERP" tab need not load this.
 */
export function BulkContent(props: CardProps) {
  const { context, actions } = props;
  const companyId = String(context.crm.objectId);
  const { gateway, format, copyText, isAdmin } = useReader(props);
  const bulks = useBulk(gateway);
  const [refreshes, setRefreshes] = useState(0);
  const { answer, problem, asking, nowMs, answeredAtMs, refresh } = useWatch<Fine<CompanyView>>(
    companyId,
    (anew) => gateway.company(companyId, anew),
    paceOf,
  );
  if (answer === null && problem?.code === 'customer.not-linked') {
    const title = 'This company is not linked to an ERP customer yet.';
    return <Blocked title={title} advice="Its “ERP” tab asks which one it is." retry={refresh} looking={asking} />;
  }
  if (answer === null) return <FirstAnswer {...{ problem, asking, isAdmin, copyText, refresh }} />;
  const { customerId, erpTitle, customer, link } = answer;
  if (isUnknownCustomer(customer)) {
    return <NoSuchCustomer {...{ customerId, asking, copyText, refresh }} error={customer.error} />;
  }

  const refreshAll = (): void => {
    setRefreshes(refreshes + 1);
    refresh();
  };
  return (
    <Flex direction="column" gap="md">
      <Flex direction="row" justify="between" align="center" gap="md">
        <Flex direction="row" gap="sm" wrap="wrap" align="baseline">
          {'data' in customer && <Text format={{ fontWeight: 'bold' }}>{customer.data.name}</Text>}
          <Text variant="microcopy">
            customer {customerId} · {erpTitle}
          </Text>
        </Flex>
        <RefreshButton asking={asking} refresh={refreshAll} />
      </Flex>
      <LinkBanner
        {...{ link, nowMs, answeredAtMs, format }}
        meaning="Deals that are sent from here wait ten minutes for it, and are not sent if it stays down."
      />
      {problem !== null && <ProblemPanel {...{ problem, copyText, asking }} onRetry={refresh} />}
      <DealsDesk
        key={refreshes}
        online={link.online}
        closeOverlay={actions.closeOverlay}
        {...{ gateway, bulks, erpTitle, refreshAll, format, copyText }}
      />
      <Text variant="microcopy">Orders are in the “ERP” tab, and are found there by their number.</Text>
    </Flex>
  );
}
