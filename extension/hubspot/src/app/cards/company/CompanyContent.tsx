import { Button, Flex, Tab, Tabs, Text } from '@hubspot/ui-extensions';
import { useMemo, useState } from 'react';
import type { CompanyView } from '../contracts/card-api.ts';
import { type Fine, gatewayOf } from '../gateway.ts';
import type { CardProps } from '../parts/card-props.ts';
import { FirstAnswer } from '../parts/FirstAnswer.tsx';
import { LinkBanner } from '../parts/LinkBanner.tsx';
import { ProblemPanel } from '../parts/ProblemPanel.tsx';
import { SectionFrame } from '../parts/SectionFrame.tsx';
import { paceOfSections } from '../poll.ts';
import { useWatch } from '../use-watch.ts';
import { localeOf } from '../words/format.ts';
import { AttentionLine } from './AttentionLine.tsx';
import { attentionOf } from './attention.ts';
import { CustomerDetails } from './CustomerDetails.tsx';
import { Figures } from './Figures.tsx';
import { figuresOf } from './figures.ts';
import { InvoicesTable } from './InvoicesTable.tsx';
import { OrderDetail } from './OrderDetail.tsx';
import { OrdersTable } from './OrdersTable.tsx';

/** The "ERP" tab of a company: what matters on top, then four figures, then the documents. */
export function CompanyContent({ context, actions }: CardProps) {
  const companyId = String(context.crm.objectId);
  const gateway = useMemo(() => gatewayOf(context.variables), [context.variables]);
  const format = useMemo(() => ({ locale: localeOf(context.user.locale), timeZone: undefined }), [context.user.locale]);
  const [openOrderId, setOpenOrderId] = useState<string | null>(null);
  const [tab, setTab] = useState<string | number>('orders');
  const { answer, problem, asking, nowMs, goesOn, refresh } = useWatch<Fine<CompanyView>>(
    companyId,
    () => gateway.company(companyId),
    ({ customer, orders, invoices }) => paceOfSections([customer, orders, invoices]),
  );
  const copyText = (text: string): void => void actions.copyTextToClipboard(text);
  const isAdmin = context.user.permissions.includes('integrations-management-write');
  if (answer === null) {
    return <FirstAnswer problem={problem} isAdmin={isAdmin} copyText={copyText} refresh={refresh} />;
  }

  const frame = { nowMs, format, goesOn, refresh, copyText };
  const name = 'data' in answer.customer ? `${answer.customer.data.name} · ` : '';
  return (
    <Flex direction="column" gap="md">
      <Flex direction="row" justify="between" align="center">
        <Text format={{ fontWeight: 'bold' }}>
          {name}customer {answer.customerId} · {answer.erpTitle}
        </Text>
        <Button variant="secondary" size="xs" disabled={asking} onClick={refresh}>
          {asking ? 'Refreshing' : 'Refresh'}
        </Button>
      </Flex>
      <LinkBanner
        link={answer.link}
        nowMs={nowMs}
        format={format}
        meaning="What you see is the last that is known. Deals can still be sent; they are kept and go out when the link is back."
      />
      {problem !== null && <ProblemPanel problem={problem} copyText={copyText} onRetry={refresh} />}
      <AttentionLine attention={attentionOf(answer, nowMs, format)} />
      <Figures figures={figuresOf(answer, nowMs, format)} />
      {openOrderId !== null ? (
        <OrderDetail
          gateway={gateway}
          companyId={companyId}
          orderId={openOrderId}
          invoices={'data' in answer.invoices ? answer.invoices.data.rows : []}
          format={format}
          isAdmin={isAdmin}
          copyText={copyText}
          back={() => setOpenOrderId(null)}
        />
      ) : (
        <Tabs selected={tab} onSelectedChange={(id: string | number) => setTab(id)}>
          <Tab tabId="orders" title="Orders">
            <SectionFrame section={answer.orders} name="Orders" {...frame}>
              {(page) => <OrdersTable page={page} openOrder={setOpenOrderId} nowMs={nowMs} format={format} />}
            </SectionFrame>
          </Tab>
          <Tab tabId="invoices" title="Invoices">
            <SectionFrame section={answer.invoices} name="Invoices" {...frame}>
              {(page) => <InvoicesTable page={page} openOrder={setOpenOrderId} nowMs={nowMs} format={format} />}
            </SectionFrame>
          </Tab>
          <Tab tabId="details" title="Details">
            <SectionFrame section={answer.customer} name="Details" {...frame}>
              {(customer) => <CustomerDetails customer={customer} format={format} />}
            </SectionFrame>
          </Tab>
        </Tabs>
      )}
    </Flex>
  );
}
