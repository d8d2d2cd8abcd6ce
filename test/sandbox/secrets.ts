import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Made at the first start and kept beside the storage that they seal. They open nothing but this sandbox. */
export interface SandboxSecrets {
  sealKey: string;
  operatorPassphrase: string;
  erpPassword: string;
}

export function sandboxSecrets(dir: string): SandboxSecrets {
  const path = join(dir, 'secrets.json');
  if (!existsSync(path)) {
    const secret = (): string => randomBytes(18).toString('base64url');
    mkdirSync(dir, { recursive: true });
    const secrets: SandboxSecrets = {
      sealKey: randomBytes(32).toString('base64'),
      operatorPassphrase: secret(),
      erpPassword: secret(),
    };
    writeFileSync(path, JSON.stringify(secrets), { mode: 0o600 });
  }
  return JSON.parse(readFileSync(path, 'utf8')) as SandboxSecrets;
}
