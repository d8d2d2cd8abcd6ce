/**
 * Secrets at rest: AES-256-GCM with the Worker's SEAL_KEY and a fresh 96-bit nonce each time (NIST SP 800-38D),
 * written as base64 of nonce and ciphertext.
 */
const NONCE_BYTES = 12;

const keyFrom = (sealKey: string): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', bytesOf(sealKey), 'AES-GCM', false, ['encrypt', 'decrypt']);

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));

export async function seal(sealKey: string, secret: string): Promise<string> {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const sealed = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv: nonce },
    await keyFrom(sealKey),
    new TextEncoder().encode(secret),
  );
  return btoa(String.fromCharCode(...nonce, ...new Uint8Array(sealed)));
}

/** Throws when the text was not sealed with this key. */
export async function unseal(sealKey: string, sealed: string): Promise<string> {
  const bytes = bytesOf(sealed);
  const opened = await crypto.subtle.decrypt(
    { name: 'AES-GCM', iv: bytes.subarray(0, NONCE_BYTES) },
    await keyFrom(sealKey),
    bytes.subarray(NONCE_BYTES),
  );
  return new TextDecoder().decode(opened);
}
