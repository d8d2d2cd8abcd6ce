import { describe, expect, it } from 'vitest';
import {
  AgentId,
  CorrelationId,
  CrmRecordId,
  CustomerId,
  ItemId,
  PushId,
  Reference,
  TenantId,
  WarehouseId,
} from './ids.ts';

const takes = (schema: { safeParse: (value: unknown) => { success: boolean } }, value: unknown): boolean =>
  schema.safeParse(value).success;

describe('a key of the ERP', () => {
  it.each(['10447', 'PUMP-0040', 'Łukasz & Søn "X"', '0', 'a'.repeat(64)])('may be %j', (key) => {
    expect(takes(CustomerId, key)).toBe(true);
  });

  it.each(['', 'a'.repeat(65), 'a\u0000b', 'a\nb', 'a\tb', '\u007f', 10447, null])('is never %j', (key) => {
    expect(takes(ItemId, key)).toBe(false);
  });

  it('is shorter for a warehouse', () => {
    expect([takes(WarehouseId, 'a'.repeat(32)), takes(WarehouseId, 'a'.repeat(33))]).toEqual([true, false]);
  });
});

describe('a reference', () => {
  it.each(['DB-8841207-1', 'A', '-'.repeat(20)])('may be %j', (reference) => {
    expect(takes(Reference, reference)).toBe(true);
  });

  it.each(['', 'db-1', 'DB 1', 'DB_1', "DB-1'", 'DB-1*', 'DB-1\n', 'Ä-1', 'A'.repeat(21)])(
    'is never %j',
    (reference) => {
      expect(takes(Reference, reference)).toBe(false);
    },
  );
});

describe('our own ids', () => {
  it.each([
    [TenantId, 't_4f9c2a7be1d04c3a'],
    [AgentId, 'a_9b1d7e6c02f84a51'],
    [PushId, 'p_1c0a8e77f3d94b26'],
  ] as const)('one kind is never taken for another', (schema, id) => {
    expect(takes(schema, id)).toBe(true);
    for (const other of [TenantId, AgentId, PushId]) expect(takes(other, id)).toBe(other === schema);
  });

  it.each([
    't_4F9C2A7BE1D04C3A',
    't_4f9c2a7be1d04c3',
    't_4f9c2a7be1d04c3a0',
    't-4f9c2a7be1d04c3a',
    ' t_4f9c2a7be1d04c3a',
    't_4f9c2a7be1d04c3a\n',
  ])('a tenant is never %j', (id) => {
    expect(takes(TenantId, id)).toBe(false);
  });

  it.each(['', '4f9c2a7be1d', '4f9c2a7be1d04', '4F9C2A7BE1D0', '../../etc/pas'])(
    'a correlation id is never %j',
    (id) => {
      expect(takes(CorrelationId, id)).toBe(false);
    },
  );

  it.each(['', 'a/b', '1?x=1', '..', 'a'.repeat(33), '1 2'])('a record of the CRM is never %j', (id) => {
    expect(takes(CrmRecordId, id)).toBe(false);
  });
});
