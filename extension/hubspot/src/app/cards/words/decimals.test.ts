import { expect, test } from 'vitest';
import { add, compare, multiply, percentOf, roundTo, signOf, subtract, sum } from './decimals.ts';

test('a sum is exact where floats are not, and keeps the longer fraction', () => {
  expect(sum(['0.10', '0.20'])).toBe('0.30');
  expect(add('999999999999999999.99', '0.01')).toBe('1000000000000000000.00');
  expect(add('-0.05', '0.02')).toBe('-0.03');
  expect(subtract('1.5', '2')).toBe('-0.5');
  expect(sum([])).toBe('0');
});

test('a product is exact', () => {
  expect(multiply('12', '410.00')).toBe('4920.00');
  expect(multiply('0.333', '-0.5')).toBe('-0.1665');
});

test('rounding goes half away from zero, on both sides', () => {
  expect(roundTo('0.125', 2)).toBe('0.13');
  expect(roundTo('-0.125', 2)).toBe('-0.13');
  expect(roundTo('0.1249', 2)).toBe('0.12');
  expect(roundTo('3', 2)).toBe('3.00');
});

test('values are compared by size, not as text', () => {
  expect(compare('10', '9.99')).toBe(1);
  expect(compare('1.50', '1.5')).toBe(0);
  expect(compare('-2', '1')).toBe(-1);
  expect(signOf('-0.00')).toBe(0);
});

test('a percentage never rounds up to the whole', () => {
  expect(percentOf('45900.00', '50000')).toBe(91);
  expect(percentOf('49999.99', '50000.00')).toBe(99);
  expect(percentOf('1', '0')).toBeNull();
});
