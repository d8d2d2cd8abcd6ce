import { afterEach } from 'vitest';
import { openScripted, type Script, type Scripted, type ScriptedErp } from './scripted-erp.ts';
import { el, smallWsdl, soapOf } from './small-wsdl.ts';

/** What the tests of all kinds of login have in common: one operation that reads a customer, and one that logs in. */

export const FIELDS = el('Id') + el('Name') + el('Code', 'xsd:string', '0..1');
const WSDL = smallWsdl({
  operations: [
    { name: 'Read', request: el('Id') + el('Token', 'xsd:string', '0..1'), response: FIELDS, header: true },
    { name: 'Login', request: el('User') + el('Password'), response: el('Session', 'xsd:string', '0..1') },
  ],
});
export const READ = {
  'customer.read': {
    operation: 'Read',
    request: { Id: { from: 'customerId' } },
    answer: {
      customerId: { path: 'Id' },
      name: { path: 'Name' },
      currency: { const: 'EUR' },
      onHold: { const: false },
    },
  },
};
export const CREDENTIALS = { user: { about: 'User' }, password: { about: 'Password', secret: true } };
export const settings = { user: 'Jörg', password: 'gehe:im-1' };
export const GOOD = soapOf('<t:ReadResponse><t:Id>C1</t:Id><t:Name>Nord</t:Name></t:ReadResponse>');
export const FINE = { ok: true, value: { customerId: 'C1', name: 'Nord' } };

/** Opens such an ERP; it is closed after the test. */
export function scriptedForTests(): (given: Partial<Scripted>, script: Script) => Promise<ScriptedErp> {
  const open: ScriptedErp[] = [];
  afterEach(async () => {
    for (const each of open.splice(0)) await each.close();
  });
  return async (given, script) => {
    const opened = await openScripted({ document: {}, wsdls: { 'small.wsdl': WSDL }, ...given }, script);
    open.push(opened);
    return opened;
  };
}
