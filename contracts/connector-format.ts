import { z } from 'zod';

/**
 * How a value is written on the wire. Reading and writing use the same description, so that what is written is
 * read back as it was.
 */

const texts = z.array(z.string().max(100)).max(100);
const none = texts.default([]).describe('Written forms that mean "no value", beside an absent, empty or nil element.');
const zone = z
  .string()
  .regex(/^[A-Za-z0-9_+/-]{1,60}$/)
  .describe('A time zone of the IANA list, e.g. `Europe/Berlin` or `UTC`.');
/**
 * A date pattern: `yyyy`, `MM`, `dd`, `HH`, `mm`, `ss`, `SSS` and separators. Also `yy` (70 to 99 are of the last
 * century), `Cyy` (a digit for the century, 1 is 20yy), `MMM` (English: `Jan`), and `M`, `d`, `H` of one or two digits;
 * `hh` or `h` with `tt` is the clock of AM and PM.
 */
const pattern = z.string().max(40);
const gives = z
  .enum(['day', 'moment'])
  .default('day')
  .describe('What the contract wants here: the calendar day in `day`, or the moment in UTC.');
const day = zone.default('UTC').describe('The zone whose calendar day counts.');

export const Format = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('text').describe('Text as it is.'),
    maxLength: z.int().min(1).max(32_000).optional().describe('Longer text is refused, never cut.'),
    none,
  }),
  z
    .strictObject({
      type: z.literal('key').describe('A key padded to a fixed length.'),
      padTo: z.int().min(1).max(64).describe('The length that the ERP pads to.'),
      padWith: z.string().length(1).describe('What it pads with, e.g. `0`.'),
      side: z.enum(['left', 'right']).default('left').describe('Where the padding stands.'),
      pads: z
        .enum(['all', 'digits'])
        .default('all')
        .describe('`digits`: only keys of digits alone are padded, as SAP does it.'),
      none,
    })
    .describe('A key padded to a fixed length; people read it without the padding.'),
  z.strictObject({
    type: z.literal('decimal').describe('An amount or a quantity, never rounded.'),
    separator: z.enum(['.', ',']).describe('Between whole and fraction.'),
    grouping: z
      .enum(['', '.', ',', ' ', "'"])
      .default('')
      .describe('Between thousands: accepted in answers, never sent.'),
    sign: z
      .enum(['leading', 'trailing', 'either', 'brackets'])
      .default('leading')
      .describe('Where a minus stands: `-5`, `5-`, either (written in front), or `(5)`.'),
    implied: z
      .int()
      .min(1)
      .max(6)
      .optional()
      .describe('The last so many digits are the fraction, without a separator: 12345 with 2 is 123.45.'),
    places: z
      .int()
      .min(0)
      .max(6)
      .optional()
      .describe('Places always written; a value with more of them is refused, never rounded.'),
    rounds: z
      .int()
      .min(0)
      .max(6)
      .optional()
      .describe(
        'Answers are rounded to so many places: for ERPs that write binary floats (`0.30000000000000004`). Without it a value with more than six is a problem of its row.',
      ),
    none,
  }),
  z.strictObject({
    type: z.literal('integer').describe('A whole number.'),
    padTo: z.int().min(1).max(16).optional().describe('Written with leading zeros to this length.'),
    zerosAfter: z
      .enum(['.', ','])
      .optional()
      .describe('Answers may have this and zeros behind it: line `10.0000`. Never sent.'),
    none,
  }),
  z.strictObject({
    type: z.literal('date').describe('A day.'),
    pattern: pattern.describe(
      'E.g. `dd.MM.yyyy`, `yyyyMMdd`, `dd-MMM-yy`, `M/d/yyyy`: day, month and year, once each.',
    ),
    zoneSuffix: z
      .boolean()
      .default(false)
      .describe('A zone may follow in answers (`2026-11-30+01:00`, `2026-11-30Z`) and is not looked at.'),
    none,
  }),
  z
    .strictObject({
      type: z.literal('datetime').describe('A day with a time.'),
      pattern: pattern.describe(
        'E.g. `yyyy-MM-ddTHH:mm:ss` or `M/d/yyyy h:mm:ss tt`. A fraction of a second and a zone may follow.',
      ),
      writtenIn: zone
        .or(z.literal('offset'))
        .describe(
          'The zone that the ERP writes in, also where it puts a Z behind it; `offset`: the zone in the text counts.',
        ),
      day,
      gives,
      none,
    })
    .describe('A day with a time. A day is sent as its first second.'),
  z
    .strictObject({
      type: z.literal('epoch').describe('A moment as a number.'),
      unit: z
        .enum(['seconds', 'milliseconds', 'ticks'])
        .describe('Since 1970; `ticks`: of .NET, 100 ns since the year 1.'),
      day,
      gives,
      none,
    })
    .describe('A moment as a number.'),
  z.strictObject({
    type: z.literal('flag').describe('Yes or no.'),
    yes: texts.min(1).describe('Words for yes; the first is sent.'),
    no: texts.describe('Words for no; the first is sent, and nothing where there is none.'),
    empty: z.enum(['none', 'no', 'yes']).default('none').describe('What an empty or absent element means.'),
    none,
  }),
  z
    .strictObject({
      type: z.literal('words').describe("The ERP's codes and the contract's words for them."),
      words: z.record(z.string().max(60), z.string().max(60)).describe("The ERP's code: the contract's word."),
      otherwise: z
        .string()
        .max(60)
        .optional()
        .describe('The word for a code that is not listed. Without it such a code is a problem of its row.'),
      none,
    })
    .describe("The ERP's codes and the contract's words for them."),
]);
export type Format = z.infer<typeof Format>;
