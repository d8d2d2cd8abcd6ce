import { Button, Flex, Text } from '@hubspot/ui-extensions';
import { useState } from 'react';
import type { CompanyView } from '../contracts/card-api.ts';
import type { Fine } from '../gateway.ts';
import { Candidates } from '../parts/Candidates.tsx';
import type { CardProps } from '../parts/card-props.ts';
import { FirstAnswer } from '../parts/FirstAnswer.tsx';
import { LinkBanner } from '../parts/LinkBanner.tsx';
import { isUnknownCustomer, NoSuchCustomer } from '../parts/NoSuchCustomer.tsx';
import { ProblemPanel } from '../parts/ProblemPanel.tsx';
import { Age } from '../parts/SectionFrame.tsx';
import { useReader } from '../parts/use-reader.ts';
import { useWatch } from '../use-watch.ts';
import { ageOfAll } from '../words/age.ts';
import { AttentionLine } from './AttentionLine.tsx';
import { attentionOf } from './attention.ts';
import { CompanyTabs } from './CompanyTabs.tsx';
import { paceOfCompany } from './company-sections.ts';
import { Figures } from './Figures.tsx';
import { FoundOrders } from './FoundOrders.tsx';
import { type Door, figuresOf } from './figures.ts';
import { NumberSearch } from './NumberSearch.tsx';
import { OrderDetail } from './OrderDetail.tsx';
import { useNumberSearch } from './use-number-search.ts';

/** The "ERP" tab of a company: what matters on top, then four figures, then the documents, or what a number led to. */
export function CompanyContent({ context, actions }: CardProps) {
  const companyId = String(context.crm.objectId);
  const { gateway, format, copyText, isAdmin } = useReader({ context, actions });
  const [openOrderId, setOpenOrderId] = useState<string | null>(null);
  const [tab, setTab] = useState<Door>('orders');
  const { searched, refreshes, search: searchFor, refreshed } = useNumberSearch();
  const { answer, problem, asking, nowMs, answeredAtMs, goesOn, refresh } = useWatch<Fine<CompanyView>>(
    companyId,
    (anew) => gateway.company(companyId, anew),
    paceOfCompany,
  );
  if (answer === null && problem?.code === 'customer.not-linked') {
    return (
      <Candidates
        gateway={gateway}
        companyId={companyId}
        question="This company is not linked to an ERP customer yet. Which one is it?"
        copyText={copyText}
        onLinked={refresh}
        reloading={asking}
      />
    );
  }
  if (answer === null) {
    return <FirstAnswer {...{ problem, asking, isAdmin, copyText, refresh }} />;
  }

  const search = (wanted: string | null): void => {
    setOpenOrderId(null);
    searchFor(wanted);
  };
  const refreshAll = (): void => {
    refreshed();
    refresh();
  };
  const openDoor = (door: Door): void => {
    search(null);
    setTab(door);
  };
  if (isUnknownCustomer(answer.customer)) {
    return (
      <NoSuchCustomer
        customerId={answer.customerId}
        error={answer.customer.error}
        asking={asking}
        copyText={copyText}
        refresh={refresh}
      />
    );
  }
  const { customer, openOrders, invoices } = answer;
  const figuresAge = ageOfAll([customer, openOrders, invoices], { nowMs, answeredAtMs, goesOn }, format);
  const isRefreshing = asking || (goesOn && paceOfCompany(answer) === 'eager');
  const name = 'data' in answer.customer ? answer.customer.data.name : null;
  return (
    <Flex direction="column" gap="md">
      <Flex direction="row" justify="between" align="center" gap="md">
        <Flex direction="row" gap="sm" wrap="wrap" align="baseline">
          {name !== null && <Text format={{ fontWeight: 'bold' }}>{name}</Text>}
          <Text variant={name === null ? 'bodytext' : 'microcopy'}>
            customer {answer.customerId} · {answer.erpTitle}
          </Text>
        </Flex>
        <Button variant="secondary" size="xs" disabled={asking} onClick={refreshAll}>
          {isRefreshing ? 'Refreshing' : 'Refresh'}
        </Button>
      </Flex>
      <LinkBanner
        link={answer.link}
        nowMs={nowMs}
        answeredAtMs={answeredAtMs}
        format={format}
        meaning="What you see is the last that is known. Deals can still be sent; they are kept and go out when the link is back."
      />
      {problem !== null && <ProblemPanel {...{ problem, copyText, asking }} onRetry={refresh} />}
      <AttentionLine attention={attentionOf(answer, { nowMs, answeredAtMs, goesOn }, format)} />
      <Flex direction="column" gap="xs">
        <Figures figures={figuresOf(answer, nowMs, format)} openDoor={openDoor} />
        {figuresAge !== null && <Age tone={figuresAge.tone} text={`Figures ${figuresAge.text}`} />}
      </Flex>
      <NumberSearch number={searched} search={search} clear={() => search(null)} />
      {searched !== null && (
        <FoundOrders
          key={searched}
          gateway={gateway}
          companyId={companyId}
          number={searched}
          refreshes={refreshes}
          hidden={openOrderId !== null}
          openOrder={setOpenOrderId}
          format={format}
          isAdmin={isAdmin}
          copyText={copyText}
        />
      )}
      {openOrderId !== null && (
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
      )}
      {openOrderId === null && searched === null && (
        <CompanyTabs
          gateway={gateway}
          companyId={companyId}
          view={answer}
          refreshes={refreshes}
          tab={tab}
          openTab={setTab}
          openOrder={setOpenOrderId}
          search={search}
          nowMs={nowMs}
          answeredAtMs={answeredAtMs}
          format={format}
          goesOn={goesOn}
          asking={asking}
          refresh={refresh}
          copyText={copyText}
        />
      )}
    </Flex>
  );
}
