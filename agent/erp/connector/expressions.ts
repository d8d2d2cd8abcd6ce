import { type ASTNode, Environment } from '@marcbachmann/cel-js';
import type { Format } from '#contracts/connector-format';
import { addDecimals, compareDecimals, type Decimal, subtractDecimals } from '#contracts/decimal';
import { readDecimal } from './format-decimal.ts';
import { bad, type Formatted, good, type Value } from './format-value.ts';

/**
 * Computed values in CEL. An expression is checked for its types before it runs, and its cost is bounded by its size:
 * there are no loops (map, filter, all, exists) and no patterns (matches).
 *
 * Amounts are of the type `decimal`, never binary floats: + - * / (to six places) and comparisons; `decimal("1.5")`, `round(x, 2)`,
 * `text(x)`. Texts that are none are empty. Where any other value is none, so is the result.
 */
export type ExpressionType = 'string' | 'decimal' | 'int' | 'bool';

class Amount {
  readonly text: Decimal;
  constructor(text: string) {
    this.text = text as Decimal;
  }
}

const UNITS = 6;
const FACTOR = 1_000_000n;

function amountOf(text: string): Amount {
  const read = readDecimal(text, { type: 'decimal', separator: '.', grouping: '', sign: 'leading', none: [] });
  if (!read.ok) throw new Error(read.problem);
  return new Amount(read.value);
}
const unitsOf = (text: Decimal): bigint => {
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const units = BigInt(whole + fraction.padEnd(UNITS, '0'));
  return text.startsWith('-') ? -units : units;
};
const half = (value: bigint, by: bigint): bigint => (value < 0n ? -((-value + by / 2n) / by) : (value + by / 2n) / by);
const fromUnits = (units: bigint, places: number): Amount => {
  const digits = (units < 0n ? -units : units).toString().padStart(UNITS + 1, '0');
  const fraction = digits.slice(-UNITS).slice(0, places);
  return amountOf(`${units < 0n ? '-' : ''}${digits.slice(0, -UNITS)}${fraction === '' ? '' : `.${fraction}`}`);
};
const withoutZeros = (text: Decimal): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
const multiply = (a: Amount, b: Amount): Amount => {
  const product = fromUnits(half(unitsOf(a.text) * unitsOf(b.text), FACTOR), UNITS);
  return new Amount(withoutZeros(product.text));
};
const divide = (a: Amount, b: Amount): Amount => {
  const [over, by] = [unitsOf(a.text), unitsOf(b.text)];
  if (by === 0n) throw new Error('divided by zero');
  const quotient = fromUnits(half((by < 0n ? -over : over) * FACTOR, by < 0n ? -by : by), UNITS);
  return new Amount(withoutZeros(quotient.text));
};
const round = (a: Amount, places: bigint): Amount => {
  if (places < 0n || places > 6n) throw new Error('places are 0 to 6');
  const by = 10n ** (BigInt(UNITS) - places);
  return fromUnits(half(unitsOf(a.text), by) * by, Number(places));
};

const base = new Environment({
  unlistedVariablesAreDyn: false,
  limits: { maxAstNodes: 200, maxDepth: 24, maxListElements: 50, maxMapEntries: 10, maxCallArguments: 6 },
})
  .registerType('decimal', Amount)
  .registerFunction('decimal(string): decimal', amountOf)
  .registerFunction('decimal(int): decimal', (value: bigint) => amountOf(String(value)))
  .registerFunction('round(decimal, int): decimal', round)
  .registerFunction('text(decimal): string', (value: Amount) => value.text)
  .registerOperator('decimal + decimal', (a: Amount, b: Amount) => new Amount(addDecimals(a.text, b.text)))
  .registerOperator('decimal - decimal', (a: Amount, b: Amount) => new Amount(subtractDecimals(a.text, b.text)))
  .registerOperator('decimal * decimal', multiply)
  .registerOperator('decimal / decimal', divide)
  .registerOperator('decimal == decimal', (a: Amount, b: Amount) => compareDecimals(a.text, b.text) === 0)
  .registerOperator('decimal < decimal', (a: Amount, b: Amount) => compareDecimals(a.text, b.text) < 0)
  .registerOperator('decimal <= decimal', (a: Amount, b: Amount) => compareDecimals(a.text, b.text) <= 0)
  .registerOperator('decimal > decimal', (a: Amount, b: Amount) => compareDecimals(a.text, b.text) > 0)
  .registerOperator('decimal >= decimal', (a: Amount, b: Amount) => compareDecimals(a.text, b.text) >= 0);

/** Loops, patterns and what makes them: their cost is not bounded by the size of the expression. */
const FORBIDDEN = new Set(['map', 'filter', 'all', 'exists', 'exists_one', 'existsOne', 'matches', 'bind', 'json']);

const isNode = (value: unknown): value is ASTNode => typeof value === 'object' && value !== null && 'op' in value;
function forbiddenIn(node: unknown): string | null {
  if (Array.isArray(node)) {
    for (const inner of node) {
      const found = forbiddenIn(inner);
      if (found !== null) return found;
    }
    return null;
  }
  if (!isNode(node)) return null;
  const { op, args } = node;
  if ((op === 'call' || op === 'rcall') && FORBIDDEN.has(args[0])) return args[0];
  return forbiddenIn(args);
}

/** Variables: a type each, or a record of them. */
export type Variables = Record<string, ExpressionType | Record<string, ExpressionType>>;

export interface Expression {
  type: string;
  /** @param values by name; a text that is none is empty */
  run(values: Record<string, Value | Record<string, Value>>): Formatted<Value>;
}

const celValue = (type: ExpressionType, value: Value): unknown => {
  if (type === 'string') return value === null ? '' : String(value);
  if (value === null) return null;
  if (type === 'decimal') return amountOf(String(value));
  return type === 'int' ? BigInt(Number(value)) : value;
};

const firstLine = (thrown: unknown): string => (thrown instanceof Error ? (thrown.message.split('\n')[0] ?? '') : '');

function plain(result: unknown): Formatted<Value> {
  if (result instanceof Amount) return good(result.text);
  if (typeof result === 'bigint') return good(Number(result));
  if (typeof result === 'string') return good(result === '' ? null : result);
  return typeof result === 'boolean' ? good(result) : bad('an expression that gives no value');
}

/** @returns the expression, or what is wrong with it */
export function compileExpression(text: string, variables: Variables): Formatted<Expression> {
  try {
    const environment = base.clone();
    for (const [name, type] of Object.entries(variables)) {
      if (typeof type === 'string') environment.registerVariable(name, type);
      else environment.registerVariable({ name, schema: type });
    }
    const parsed = environment.parse(text);
    const forbidden = forbiddenIn(parsed.ast);
    if (forbidden !== null) return bad(`${forbidden} may not be used: its cost has no bound`);
    const checked = environment.check(text);
    if (!checked.valid) return bad(firstLine(checked.error));
    const run: Expression['run'] = (values) => {
      const context: Record<string, unknown> = {};
      try {
        for (const [name, type] of Object.entries(variables)) {
          const value = values[name] ?? null;
          if (typeof type === 'string') {
            const given = celValue(type, typeof value === 'object' ? null : value);
            if (given === null) return good(null);
            context[name] = given;
          } else {
            const fields = typeof value === 'object' && value !== null ? value : {};
            context[name] = Object.fromEntries(
              Object.entries(type).map(([field, inner]) => [field, celValue(inner, fields[field] ?? null)]),
            );
          }
        }
        return plain(parsed(context));
      } catch (thrown) {
        return bad(`the expression failed: ${firstLine(thrown).slice(0, 100)}`);
      }
    };
    return good({ type: checked.type ?? 'dyn', run });
  } catch (thrown) {
    return bad(firstLine(thrown));
  }
}

/** The type that a format's values have in an expression. */
export function typeOfFormat(format: Format): ExpressionType {
  if (format.type === 'decimal') return 'decimal';
  if (format.type === 'integer') return 'int';
  return format.type === 'flag' ? 'bool' : 'string';
}
