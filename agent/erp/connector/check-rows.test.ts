import { rm } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { ConnectorDocument } from '#contracts/connector';
import { connectorFolder } from '../../../test/agent-erp/scripted-erp.ts';
import { el, smallWsdl } from '../../../test/agent-erp/small-wsdl.ts';
import { inspectConnector, sayProblem } from './load.ts';
import { planRequest } from './plan.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

const GROUP = `<xsd:element name="Group"><xsd:complexType><xsd:sequence>${el('Inner')}</xsd:sequence></xsd:complexType></xsd:element>`;
const asked = (name: string): string =>
  `<xsd:element name="${name}" minOccurs="0"><xsd:complexType><xsd:sequence>${el('Value')}</xsd:sequence></xsd:complexType></xsd:element>`;
const WSDL = smallWsdl({
  operations: [
    { name: 'Read', request: el('Id'), response: el('Id') + el('Name') + GROUP },
    {
      name: 'Search',
      request: ['Tax', 'Mail', 'Phone', 'Name'].map(asked).join(''),
      response: `<xsd:element name="Row" minOccurs="0" maxOccurs="unbounded"><xsd:complexType><xsd:sequence>${el('Id')}</xsd:sequence></xsd:complexType></xsd:element>`,
    },
  ],
});
const formats = {
  comma: { type: 'decimal', separator: ',' },
  iso: { type: 'date', pattern: 'yyyy-MM-dd' },
};
async function said(commands: Record<string, unknown>): Promise<string> {
  const folder = await connectorFolder({ document: { formats, commands }, wsdls: { 'small.wsdl': WSDL } });
  folders.push(folder);
  return (await inspectConnector(folder)).problems.map(sayProblem).join('\n');
}

describe('a value made of rows', () => {
  const reading = (more: object) =>
    said({
      'customer.read': {
        operation: 'Read',
        request: { Id: { from: 'customerId' } },
        answer: {
          customerId: { path: 'Id' },
          name: { path: 'Name' },
          currency: { const: 'EUR' },
          onHold: { const: false },
          ...more,
        },
      },
    });
  const over = (more: object) => reading({ creditUsed: { path: 'Inner', over: 'Group', take: 'sum', ...more } });

  it('is checked as one: its rows, its place in them, its format and what comes of it', async () => {
    expect(await over({ as: 'comma' })).toBe('');
    expect(await over({ as: 'comma', over: 'Grupp' })).toMatch(/no element Grupp/);
    expect(await over({ as: 'comma', path: 'Innner' })).toMatch(/no element Innner in Group/);
    expect(await over({})).toMatch(/sum is made of decimal, integer/);
    expect(await over({ as: 'iso', take: 'max' })).toMatch(/the format date cannot give/);
    const counted = await reading({ name: { path: 'Inner', over: 'Group', take: 'count' } });
    expect(counted).toMatch(/integer cannot give/);
  });
});

describe('a group that is sent for one value alone', () => {
  const group = (by: string, more: object = {}) => ({ ifIs: { by }, fields: { Value: { from: 'text' } }, ...more });
  const all = { Tax: group('tax-id'), Mail: group('email-domain'), Phone: group('phone'), Name: group('name') };
  const searching = (request: Record<string, unknown>) =>
    said({
      'customer.search': {
        operation: 'Search',
        request,
        answer: {
          customers: {
            each: 'Row',
            fields: {
              customerId: { path: 'Id' },
              name: { const: 'x' },
              currency: { const: 'EUR' },
              onHold: { const: false },
            },
          },
        },
      },
    });

  it('must have a fellow for each other value: a search without any would find everything', async () => {
    expect(await searching(all)).toBe('');
    expect(await searching({ Tax: all.Tax, Mail: all.Mail, Name: all.Name })).toMatch(
      /nothing is sent where by is phone/,
    );
    expect(await searching({ ...all, Tax: group('tax') })).toMatch(/by is never tax/);
    expect(await searching({ ...all, Tax: group('x', { ifIs: { text: 'x' } }) })).toMatch(/text is no field .* list/);
  });
  it('is the only one that is sent', () => {
    const mapping = ConnectorDocument.shape.commands.parse({
      'customer.search': { operation: 'Search', request: all, answer: {} },
    })['customer.search'];
    const request = mapping !== undefined && 'request' in mapping ? mapping.request : {};
    const sources = {
      formats: {},
      namespaces: {},
      settings: {},
      session: {},
      stamps: {},
      page: {},
      kept: {},
      row: null,
    };
    expect(planRequest(request, { by: 'phone', text: '040' }, sources)).toEqual({
      ok: true,
      value: { Phone: { Value: '040' } },
    });
  });
});
