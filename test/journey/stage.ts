import type { CastDeal } from '../sandbox/cast-deals.ts';
import type { Stack } from '../sandbox/stack.ts';
import type { Salesperson } from './salesperson.ts';

/** What a scene may do: look at the page, and meddle with the ERP, the agent and the CRM's records. */
export class Stage {
  readonly person: Salesperson;
  readonly stack: Stack;

  constructor(person: Salesperson, stack: Stack) {
    this.person = person;
    this.stack = stack;
  }

  company = async (id: string, words: RegExp): Promise<void> => {
    await this.person.openAt('companies', id, 'CompanyCard');
    await this.person.see(words);
  };

  companyDeals = async (id: string, words: RegExp): Promise<void> => {
    await this.person.openAt('companies', id, 'CompanyDeals');
    await this.person.see(words);
  };

  deal = async (id: string, words: RegExp): Promise<void> => {
    await this.person.openAt('deals', id, 'DealCard');
    await this.person.see(words);
  };

  ticket = async (id: string, words: RegExp): Promise<void> => {
    await this.person.openAt('tickets', id, 'ServiceCard');
    await this.person.see(words);
  };

  tab = (name: string): Promise<void> => this.person.page.getByRole('tab', { name }).click();

  /** Opens the first order of that status. */
  order = (status: string): Promise<void> =>
    this.person.page.getByRole('row').filter({ hasText: status }).getByRole('button').first().click();

  search = async (number: string): Promise<void> => {
    const field = this.person.page.getByLabel('Order, PO, invoice or delivery number').first();
    await field.fill(number);
    await field.press('Enter');
  };

  /** Presses the button that sends, and the one that confirms. */
  send = async (): Promise<void> => {
    const button = this.person.page.getByRole('button', { name: /^Send (to ERP|anyway|again)$/ });
    await button.first().click();
    await button.last().click();
  };

  knobs = (patch: object): Promise<void> => tell(`${this.stack.erpControl}/knobs`, 'POST', patch);
  erp = (state: 'down' | 'up'): Promise<void> => tell(`${this.stack.erpControl}/${state}`, 'POST', {});

  /** Writes an ERP number on a company of the CRM. */
  number = (companyId: string, customerId: string): Promise<void> =>
    tell(`${this.stack.hubspot}/control/objects/companies/${companyId}`, 'PATCH', {
      properties: { erp_customer_id: customerId },
    });

  /** Changes the quantity of a deal's first line in the CRM. */
  quantity = (dealId: string, quantity: string): Promise<void> =>
    tell(`${this.stack.hubspot}/control/objects/line_items/${dealId}01`, 'PATCH', { properties: { quantity } });

  /** A deal of the CRM beside those of the cast. */
  newDeal = (deal: CastDeal): Promise<void> => tell(`${this.stack.hubspot}/control/deals`, 'POST', deal);

  /** Ticks the boxes of deals that are to be sent together. */
  tick = async (...names: string[]): Promise<void> => {
    for (const name of names.map((deal) => `Send ${deal}`)) {
      await this.person.page.getByRole('checkbox', { name }).click();
      // The box is ticked when the card, in its worker, says so.
      await this.person.page.getByRole('checkbox', { name, checked: true }).waitFor();
    }
  };

  /** From now on the page knows of no gateway: as before the app is set up. */
  withoutGateway = (): Promise<unknown> =>
    this.person.page.route('**/api/account', async (route) => {
      const account = await (await route.fetch()).json();
      await route.fulfill({ json: { ...account, variables: {} } });
    });
}

async function tell(url: string, method: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method, headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
}
