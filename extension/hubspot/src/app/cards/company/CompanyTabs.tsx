import { Tab, Tabs } from '@hubspot/ui-extensions';
import type { CompanyView } from '../contracts/card-api.ts';
import type { Fine, Gateway } from '../gateway.ts';
import { type FrameProps, SectionFrame } from '../parts/SectionFrame.tsx';
import { CustomerDetails } from './CustomerDetails.tsx';
import type { Door } from './figures.ts';
import { InvoicesTable } from './InvoicesTable.tsx';
import { OrdersTab } from './OrdersTab.tsx';
import { PaymentsTab } from './PaymentsTab.tsx';

interface CompanyTabsProps extends FrameProps {
  gateway: Gateway;
  companyId: string;
  view: Fine<CompanyView>;
  /** How often the newest was asked for by hand. */
  refreshes: number;
  tab: Door;
  openTab: (tab: Door) => void;
  openOrder: (orderId: string) => void;
  search: (number: string) => void;
}

/** The documents behind the figures. */
export function CompanyTabs(props: CompanyTabsProps) {
  const { gateway, companyId, view, refreshes, tab, openTab, openOrder, search, ...frame } = props;
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
        {tab === 'payments' && (
          <PaymentsTab
            gateway={gateway}
            companyId={companyId}
            refreshes={refreshes}
            search={search}
            format={format}
            copyText={frame.copyText}
          />
        )}
      </Tab>
      <Tab tabId="details" title="Details">
        <SectionFrame section={view.customer} name="Details" {...frame}>
          {(customer) => <CustomerDetails customer={customer} format={format} />}
        </SectionFrame>
      </Tab>
    </Tabs>
  );
}
