import { Button, Flex, Text } from '@hubspot/ui-extensions';
import { useState } from 'react';
import { AttentionLine } from '../company/AttentionLine.tsx';
import { attentionOf } from '../company/attention.ts';
import { paceOfCompany } from '../company/company-sections.ts';
import { FoundOrders } from '../company/FoundOrders.tsx';
import { NumberSearch } from '../company/NumberSearch.tsx';
import { OrderDetail } from '../company/OrderDetail.tsx';
import { useNumberSearch } from '../company/use-number-search.ts';
import type { CompanyView } from '../contracts/card-api.ts';
import type { Fine } from '../gateway.ts';
import { Candidates } from '../parts/Candidates.tsx';
import { FirstAnswer } from '../parts/FirstAnswer.tsx';
import { LinkBanner } from '../parts/LinkBanner.tsx';
import { isUnknownCustomer, NoSuchCustomer } from '../parts/NoSuchCustomer.tsx';
import { ProblemPanel } from '../parts/ProblemPanel.tsx';
import type { Reader } from '../parts/use-reader.ts';
import { useWatch } from '../use-watch.ts';
import { LastOrders } from './LastOrders.tsx';
import type { RecordCompany } from './record-companies.ts';

/** For somebody with the customer on the line: open problems, one field for any number, the last orders, and each order in words to read aloud. */
export function ServiceDesk({ company, reader }: { company: RecordCompany; reader: Reader }) {
  const { companyId } = company;
  const { gateway, format, copyText, isAdmin } = reader;
  const [openOrderId, setOpenOrderId] = useState<string | null>(null);
  const { searched, refreshes, search: searchFor, refreshed } = useNumberSearch();
  const { answer, problem, asking, nowMs, answeredAtMs, goesOn, refresh } = useWatch<Fine<CompanyView>>(
    companyId,
    (anew) => gateway.company(companyId, anew),
    paceOfCompany,
  );
  if (answer === null && problem?.code === 'customer.not-linked') {
    const question = `Which ERP customer is ${company.name}?`;
    return <Candidates {...{ gateway, companyId, question, copyText }} onLinked={refresh} reloading={asking} />;
  }
  if (answer === null) return <FirstAnswer {...{ problem, asking, isAdmin, copyText, refresh }} />;
  const { customerId, erpTitle, customer, link, orders, invoices } = answer;
  if (isUnknownCustomer(customer)) {
    return <NoSuchCustomer {...{ customerId, asking, copyText, refresh }} error={customer.error} />;
  }

  const search = (number: string | null): void => {
    setOpenOrderId(null);
    searchFor(number);
  };
  const refreshAll = (): void => {
    refreshed();
    refresh();
  };
  const isRefreshing = asking || (goesOn && paceOfCompany(answer) === 'eager');
  return (
    <Flex direction="column" gap="md">
      <Flex direction="row" justify="between" align="center" gap="md">
        <Flex direction="row" gap="sm" wrap="wrap" align="baseline">
          <Text format={{ fontWeight: 'bold' }}>{'data' in customer ? customer.data.name : company.name}</Text>
          <Text variant="microcopy">
            customer {customerId} · {erpTitle}
          </Text>
        </Flex>
        <Button variant="secondary" size="xs" disabled={asking} onClick={refreshAll}>
          {isRefreshing ? 'Refreshing' : 'Refresh'}
        </Button>
      </Flex>
      <LinkBanner {...{ link, nowMs, answeredAtMs, format }} meaning="What you see is the last that is known." />
      {problem !== null && <ProblemPanel {...{ problem, copyText, asking }} onRetry={refresh} />}
      <NumberSearch number={searched} search={search} clear={() => search(null)} />
      {searched !== null && (
        <FoundOrders
          key={searched}
          number={searched}
          hidden={openOrderId !== null}
          openOrder={setOpenOrderId}
          {...{ gateway, companyId, refreshes, format, isAdmin, copyText }}
        />
      )}
      {openOrderId !== null && (
        <OrderDetail
          orderId={openOrderId}
          invoices={'data' in invoices ? invoices.data.rows : []}
          back={() => setOpenOrderId(null)}
          {...{ gateway, companyId, format, isAdmin, copyText }}
        />
      )}
      {openOrderId === null && searched === null && (
        <>
          <AttentionLine attention={attentionOf(answer, { nowMs, answeredAtMs, goesOn }, format)} />
          <LastOrders
            section={orders}
            openOrder={setOpenOrderId}
            {...{ nowMs, answeredAtMs, format, goesOn, asking, refresh, copyText }}
          />
        </>
      )}
    </Flex>
  );
}
