import { rm } from 'node:fs/promises';
import { expect, it, onTestFinished } from 'vitest';
import { connectorFolder } from '../../test/agent-erp/scripted-erp.ts';
import { el, smallWsdl } from '../../test/agent-erp/small-wsdl.ts';
import { loadConnector } from '../erp/connector/load.ts';
import { keyOfPlace, readPlaces } from './read-places.ts';

const LINE = `<xsd:element name="Line" minOccurs="0" maxOccurs="unbounded"><xsd:complexType><xsd:sequence>${el('Qty')}</xsd:sequence></xsd:complexType></xsd:element>`;

it('what a sum is made of is watched row by row, in a field and within an expression', async () => {
  const sum = { over: 'Line', path: 'Qty', take: 'sum', as: 'amount' };
  const document = {
    formats: { amount: { type: 'decimal', separator: '.' } },
    commands: {
      'customer.read': {
        operation: 'Read',
        request: { Id: { from: 'customerId' } },
        answer: {
          customerId: { path: 'Id' },
          name: { path: 'Id' },
          currency: { const: 'EUR' },
          onHold: { cel: 'all > decimal("1")', with: { all: sum } },
          creditUsed: sum,
        },
      },
    },
  };
  const wsdl = smallWsdl({ operations: [{ name: 'Read', request: el('Id'), response: el('Id') + LINE }] });
  const folder = await connectorFolder({ document, wsdls: { 'small.wsdl': wsdl } });
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const loaded = await loadConnector(folder);
  if (!loaded.ok) throw new Error(loaded.error.detail ?? '');
  const places = readPlaces(loaded.value.document, loaded.value.services);
  const place = places.find((candidate) => candidate.path === 'Qty');
  expect(place === undefined ? '' : keyOfPlace(place)).toMatch(/ Read < Line > Qty$/);
  expect(place).toMatchObject({ each: ['Line'], format: 'amount', schema: null });
  expect(place?.touches.map(({ field }) => field).toSorted()).toEqual(['creditUsed', 'onHold']);
});
