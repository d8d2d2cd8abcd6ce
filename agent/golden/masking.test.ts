import { describe, expect, it } from 'vitest';
import { MASK, maskAllTexts, maskingOf, maskNamed } from './masking.ts';

describe('masking', () => {
  it('takes a secret away in every way in which it may be written', () => {
    const secret = 'a&b<c>"ü d';
    const hide = maskingOf([secret], []);
    const forms = [
      secret,
      'a&amp;b&lt;c&gt;&quot;ü d',
      'a&amp;b&lt;c>"ü d',
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64'),
      JSON.stringify(secret).slice(1, -1),
    ];
    for (const form of forms) expect(hide(`x ${form} y`)).toBe(`x ${MASK} y`);
  });

  it('takes a short one away only where it stands alone', () => {
    const hide = maskingOf(['42'], ['100']);
    expect(hide('<a>42</a><b>1042</b><c k="42" l="142"/><d> 100 </d><e>1001</e>')).toBe(
      '<a>***</a><b>1042</b><c k="***" l="142"/><d>***</d><e>1001</e>',
    );
  });

  it('leaves no text and no attribute of a login, and its namespaces', () => {
    const masked = maskAllTexts('<a xmlns:n="urn:x" k="v"><n:b t:l="w">te\nxt</n:b><c><![CDATA[p<w]]></c></a>');
    expect(masked).toBe('<a xmlns:n="urn:x" k="***"><n:b t:l="***">***</n:b><c>***</c></a>');
  });

  it('masks named elements and attributes whatever their prefix', () => {
    expect(maskNamed('<x:Nonce T="1">abc</x:Nonce><Other>n</Other><s sig="q"/>', ['Nonce', '@sig'])).toBe(
      '<x:Nonce T="1">***</x:Nonce><Other>n</Other><s sig="***"/>',
    );
  });

  it('prefers the longer of two secrets, so that no end of it is left', () => {
    expect(maskingOf(['secret', 'secret-and-more'], [])('secret-and-more')).toBe(MASK);
  });
});
