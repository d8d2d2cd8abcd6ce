/** Arithmetic on integer cents, commercial rounding (half away from zero). BigInt inside, so that no product is cut. */

/** Cents × thousandths of pieces → cents. */
export function lineAmount(unitCents: number, quantityThousandths: number): number {
  return roundedQuotient(BigInt(unitCents) * BigInt(quantityThousandths), 1000n);
}

/** Net cents → gross cents at a VAT rate in whole percent. */
export const grossOf = (netCents: number, vatPercent: number): number =>
  roundedQuotient(BigInt(netCents) * BigInt(100 + vatPercent), 100n);

/** Gross cents → net cents at a VAT rate in whole percent. */
export const netOf = (grossCents: number, vatPercent: number): number =>
  roundedQuotient(BigInt(grossCents) * 100n, BigInt(100 + vatPercent));

function roundedQuotient(value: bigint, divisor: bigint): number {
  const size = value < 0n ? -value : value;
  const rounded = (size * 2n + divisor) / (divisor * 2n);
  return Number(value < 0n ? -rounded : rounded);
}
