import { Button, Flex, Text } from '@hubspot/ui-extensions';
import { useState } from 'react';
import { AttentionLine } from '../company/AttentionLine.tsx';
import { attentionOf } from '../company/attention.ts';
import { FoundOrders } from '../company/FoundOrders.tsx';
import { NumberSearch } from '../company/NumberSearch.tsx';
import { OrderDetail } from '../company/OrderDetail.tsx';
import type { CompanyView } from '../contracts/card-api.ts';
import type { Fine } from '../gateway.ts';
import { Candidates } from '../parts/Candidates.tsx';
import { FirstAnswer } from '../parts/FirstAnswer.tsx';
import { LinkBanner } from '../parts/LinkBanner.tsx';
import { isUnknownCustomer, NoSuchCustomer } from '../parts/NoSuchCustomer.tsx';
import { ProblemPanel } from '../parts/ProblemPanel.tsx';
import type { Reader } from '../parts/use-reader.ts';
import { type Pace, paceOfView } from '../poll.ts';
import { useWatch } from '../use-watch.ts';
import { LastOrders } from './LastOrders.tsx';
import type { RecordCompany } from './record-companies.ts';

const paceOf = ({ link, customer, openOrders, orders, invoices }: Fine<CompanyView>): Pace =>
  paceOfView(link, [customer, openOrders, orders, invoices]);

/** For somebody with the customer on the line: open problems, one field for any number, the last orders, and each order in words to read aloud. */
export function ServiceDesk({ company, reader }: { company: RecordCompany; reader: Reader }) {
  const { companyId } = company;
  const { gateway, format, copyText, isAdmin } = reader;
  const [openOrderId, setOpenOrderId] = useState<string | null>(null);
  const [searched, setSearched] = useState<{ number: string; round: number } | null>(null);
  const { answer, problem, asking, nowMs, answeredAtMs, goesOn, refresh } = useWatch<Fine<CompanyView>>(
    companyId,
    (anew) => gateway.company(companyId, anew),
    paceOf,
  );
  if (answer === null && problem?.code === 'customer.not-linked') {
    const question = `Which ERP customer is ${company.name}?`;
    return <Candidates {...{ gateway, companyId, question, copyText }} onLinked={refresh} />;
  }
  if (answer === null) return <FirstAnswer {...{ problem, asking, isAdmin, copyText, refresh }} />;
  const { customerId, erpTitle, customer, link, orders, invoices } = answer;
  if (isUnknownCustomer(customer)) {
    return <NoSuchCustomer {...{ customerId, asking, copyText, refresh }} error={customer.error} />;
  }

  const search = (number: string): void => {
    setOpenOrderId(null);
    setSearched({ number, round: (searched?.round ?? 0) + 1 });
  };
  const clear = (): void => {
    setOpenOrderId(null);
    setSearched(null);
  };
  const isRefreshing = asking || (goesOn && paceOf(answer) === 'eager');
  return (
    <Flex direction="column" gap="md">
      <Flex direction="row" justify="between" align="center" gap="md">
        <Flex direction="row" gap="sm" wrap="wrap" align="baseline">
          <Text format={{ fontWeight: 'bold' }}>{'data' in customer ? customer.data.name : company.name}</Text>
          <Text variant="microcopy">
            customer {customerId} · {erpTitle}
          </Text>
        </Flex>
        <Button variant="secondary" size="xs" disabled={asking} onClick={refresh}>
          {isRefreshing ? 'Refreshing' : 'Refresh'}
        </Button>
      </Flex>
      <LinkBanner {...{ link, nowMs, answeredAtMs, format }} meaning="What you see is the last that is known." />
      {problem !== null && <ProblemPanel {...{ problem, copyText, asking }} onRetry={refresh} />}
      <NumberSearch number={searched?.number ?? null} search={search} clear={clear} />
      {searched !== null && (
        <FoundOrders
          key={searched.round}
          number={searched.number}
          hidden={openOrderId !== null}
          openOrder={setOpenOrderId}
          {...{ gateway, companyId, format, isAdmin, copyText }}
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
