import { NewCustomer } from '#contracts/customer';
import { failure } from '#contracts/errors';
import { Reference } from '#contracts/ids';
import type { Currency } from '#contracts/money';
import { fail, ok, type Result } from '#contracts/result';

/** What of a CRM company a new customer is made from. */
export interface CompanyDetails {
  name: string;
  domain: string | null;
  phone: string | null;
  taxId: string | null;
  street: string | null;
  postalCode: string | null;
  town: string | null;
  country: string | null;
}

/**
 * What the ERP stores beside a customer we made: `DB-C7700010503`, from the second revision on with its number.
 * The C keeps it apart from every order's.
 */
export function customerReferenceFor(companyId: string, revision: number): Result<Reference> {
  const end = revision === 1 ? '' : `-${revision}`;
  const plain = Reference.safeParse(`DB-C${companyId}${end}`);
  if (plain.success) return ok(plain.data);
  const short = /^\d+$/.test(companyId)
    ? Reference.safeParse(`DB-CZ${BigInt(companyId).toString(36).toUpperCase()}${end}`)
    : plain;
  return short.success
    ? ok(short.data)
    : fail(failure('request.invalid', { detail: 'the company id is too long for a reference' }));
}

/** The customer that a company becomes. The CRM knows a web domain, and no address that mail should go to. */
export function newCustomerFrom(
  company: CompanyDetails,
  reference: Reference,
  currency: Currency,
): Result<NewCustomer> {
  const { street, postalCode, town, country, taxId, phone } = company;
  const name = [...company.name.replace(/\p{Cc}+/gu, ' ').trim()].slice(0, 200).join('');
  const customer = NewCustomer.safeParse({
    reference,
    name,
    street,
    postalCode,
    town,
    country,
    taxId,
    email: null,
    phone,
    currency,
  });
  return customer.success
    ? ok(customer.data)
    : fail(
        failure('customer.not-linked', {
          message: 'The company needs a name before it can be made in the ERP.',
          advice: 'Enter it on the company record.',
        }),
      );
}
