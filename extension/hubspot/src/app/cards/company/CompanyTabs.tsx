import { Tab, Tabs } from '@hubspot/ui-extensions';
import type { CompanyView } from '../contracts/card-api.ts';
import type { Fine } from '../gateway.ts';
import { type FrameProps, SectionFrame } from '../parts/SectionFrame.tsx';
import { CustomerDetails } from './CustomerDetails.tsx';
import type { Door } from './figures.ts';
import { InvoicesTable } from './InvoicesTable.tsx';
import { OrdersTab } from './OrdersTab.tsx';
import { PaymentsTable } from './PaymentsTable.tsx';

interface CompanyTabsProps extends FrameProps {
  view: Fine<CompanyView>;
  tab: Door;
  openTab: (tab: Door) => void;
  openOrder: (orderId: string) => void;
  search: (number: string) => void;
}

/** The documents behind the figures. */
export function CompanyTabs({ view, tab, openTab, openOrder, search, ...frame }: CompanyTabsProps) {
  const { nowMs, format } = frame;
  return (
    <Tabs selected={tab} onSelectedChange={(id: string | number) => openTab(id as Door)}>
      <Tab tabId="orders" title="Orders">
        <OrdersTab view={view} openOrder={openOrder} {...frame} />
      </Tab>
      <Tab tabId="invoices" title="Invoices">
        <SectionFrame section={view.invoices} name="Invoices" {...frame}>
          {(page) => <InvoicesTable page={page} openOrder={openOrder} nowMs={nowMs} format={format} />}
        </SectionFrame>
      </Tab>
      <Tab tabId="payments" title="Payments">
        <SectionFrame section={view.payments} name="Payments" {...frame}>
          {(page) => <PaymentsTable page={page} search={search} nowMs={nowMs} format={format} />}
        </SectionFrame>
      </Tab>
      <Tab tabId="details" title="Details">
        <SectionFrame section={view.customer} name="Details" {...frame}>
          {(customer) => <CustomerDetails customer={customer} format={format} />}
        </SectionFrame>
      </Tab>
    </Tabs>
  );
}
