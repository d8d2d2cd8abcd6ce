import { DescriptionList, DescriptionListItem, Text } from '@hubspot/ui-extensions';
import type { Customer } from '../contracts/customer.ts';
import { type Format, moneyText } from '../words/format.ts';

/** The customer as the ERP has it. What the ERP does not say is left out. */
export function CustomerDetails({ customer, format }: { customer: Customer; format: Format }) {
  const { currency, creditLimit, creditUsed } = customer;
  const town = [customer.postalCode, customer.town].filter((part) => part !== null).join(' ');
  const address = [customer.street, town, customer.country].filter((part) => part !== null && part !== '').join(', ');
  const facts: [label: string, value: string | null][] = [
    ['Customer number', customer.customerId],
    ['Name', customer.name],
    ['Address', address === '' ? null : address],
    ['VAT id', customer.taxId],
    ['Email', customer.email],
    ['Phone', customer.phone],
    ['Currency', currency],
    ['On hold', customer.onHold ? (customer.holdReason ?? 'Yes, the ERP gives no reason') : 'No'],
    ['Credit limit', creditLimit === null ? 'None is kept' : moneyText(creditLimit, currency, format)],
    ['Credit used', creditUsed === null ? null : moneyText(creditUsed, currency, format)],
  ];
  return (
    <DescriptionList direction="row">
      {facts.map(([label, value]) =>
        value === null ? null : (
          <DescriptionListItem key={label} label={label}>
            <Text>{value}</Text>
          </DescriptionListItem>
        ),
      )}
    </DescriptionList>
  );
}
