import { describe, expect, it } from 'vitest';
import { decodeXml } from '../erp/soap/decode.ts';
import { atOnce } from '../erp/steps.ts';
import { partsOfSample } from './sample-parts.ts';

function partsOf(xml: string, isRow?: (path: string) => boolean) {
  const decoded = atOnce(decodeXml(new TextEncoder().encode(xml), 'text/xml'));
  if (!decoded.ok) throw new Error(decoded.problem);
  return partsOfSample([decoded.root], isRow);
}
const paths = (parts: ReturnType<typeof partsOf>): string[] => parts.leaves.map(({ path }) => path);

describe('what a sample consists of', () => {
  it('names values that stand by name', () => {
    const parts = partsOf('<r><row><f column="Name"><val>A</val></f><f column="City"><val>B</val></f></row></r>');
    expect(paths(parts)).toEqual(['row/f[@column=Name]/val', 'row/f[@column=City]/val']);
    expect(parts.leaves.map(({ name, values }) => [name, values])).toEqual([
      ['Name', ['A']],
      ['City', ['B']],
    ]);
  });

  it('names values whose name is an element', () => {
    const parts = partsOf('<r><p><name>CUR</name><value>EUR</value></p><p><name>QTY</name><value>2</value></p></r>');
    expect(paths(parts)).toEqual(['p[name=CUR]/value', 'p[name=QTY]/value']);
  });

  it('takes for rows what repeats, what is counted, and what the schema repeats', () => {
    const lists = (xml: string, isRow?: (path: string) => boolean) => partsOf(xml, isRow).lists.map(({ path }) => path);
    expect(lists('<r><a><x>1</x></a><a><x>2</x></a></r>')).toEqual(['a']);
    expect(lists('<r><t ID="T1"><a NUM="1"><x>1</x></a></t></r>')).toEqual(['t[@ID=T1]/a']);
    expect(lists('<r><a><x>1</x></a></r>', (path) => path === 'a')).toEqual(['a']);
    expect(lists('<r><a><x>1</x></a></r>')).toEqual([]);
  });

  it('has the number of a record that is referred to by an attribute', () => {
    const [key] = partsOf('<r><entity internalId="7"/></r>').leaves;
    expect([key?.path, key?.around, key?.values]).toEqual(['entity/@internalId', ['entity'], ['7']]);
  });
});
