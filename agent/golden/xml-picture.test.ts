import { describe, expect, it } from 'vitest';
import { xmlPicture } from './xml-picture.ts';

describe('a picture of XML', () => {
  it('has one element a line, and texts as they are', () => {
    expect(xmlPicture('<?xml version="1.0"?><a x="1"><b>t &amp; u</b><c/><d><![CDATA[<z>]]></d><e></e></a>')).toBe(
      '<a x="1">\n  <b>t &amp; u</b>\n  <c/>\n  <d><![CDATA[<z>]]></d>\n  <e></e>\n</a>',
    );
  });

  it('gives back what is no XML', () => expect(xmlPicture('Internal error')).toBe('Internal error'));

  it('keeps comments, and does not fail on what is not closed', () => {
    expect(xmlPicture('<a><!-- <b> --><b>')).toBe('<a>\n  <!-- <b> -->\n  <b>');
    expect(xmlPicture('</a></a><b>')).toBe('</a></a><b>'.replaceAll('><', '>\n<'));
  });
});
