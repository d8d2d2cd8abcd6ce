import type { AttributeShape, ElementShape, QName } from './shapes.ts';

/** What a type is put together from, particle by particle. */

export interface Particles {
  children: ElementShape[];
  /** Names of the children, since some types have tens of thousands. */
  names: Set<string>;
  open: boolean;
  attributes: AttributeShape[];
  anyAttribute: boolean;
  arrayOf: QName | null;
  /** Groups that are in already: once more adds nothing, and groups of groups would double at each level. */
  groups: Set<string>;
}
/** What the particles around an element say about how often it occurs. */
export interface Around {
  optional: boolean;
  repeated: boolean;
}
export const ONCE: Around = { optional: false, repeated: false };

export const nothing = (): Particles => ({
  children: [],
  names: new Set(),
  open: false,
  attributes: [],
  anyAttribute: false,
  arrayOf: null,
  groups: new Set(),
});

/** Only what is not the usual is noted, since there are many shapes. */
export const attributesOf = ({ attributes, anyAttribute }: Particles) => ({
  ...(attributes.length > 0 ? { attributes } : {}),
  ...(anyAttribute ? { anyAttribute } : {}),
});
