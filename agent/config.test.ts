import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AGENT, ownFolder, TENANT } from '../test/agent-link/material.ts';
import { readConfig, readIdentity } from './config.ts';
import { homeAt } from './home.ts';

const SECRET = 'hunter2-never-shown';
const posix = process.platform !== 'win32';

function homeWith(yaml: string | null) {
  const home = homeAt(ownFolder());
  if (yaml !== null) writeFileSync(home.config, yaml);
  return home;
}

const read = (yaml: string | null, env: Record<string, string> = {}) => {
  const home = homeWith(yaml);
  const config = readConfig(home, env);
  if (config.ok) return { ...config, detail: '' };
  expect(config.error).toMatchObject({ code: 'agent.config-invalid', category: 'fatal' });
  expect(JSON.stringify(config.error)).not.toContain(SECRET);
  return { ...config, detail: config.error.detail ?? '' };
};

describe('a configuration', () => {
  it('takes values as they are, from the environment and from a file of its owner', () => {
    const home = homeWith(
      'connector: ../erp\nsettings:\n  company: "001"\n  user: { env: ERP_USER }\n  password: { file: pw }\n',
    );
    writeFileSync(join(home.dir, 'pw'), `  ${SECRET} \n`, { mode: 0o600 });
    expect(readConfig(home, { ERP_USER: 'kontor' })).toEqual({
      ok: true,
      value: {
        connectorDir: join(home.dir, '../erp'),
        settings: { company: '001', user: 'kontor', password: `  ${SECRET}` },
      },
    });
  });

  it('leaves absolute paths as they are', () => {
    const secret = join(ownFolder(), 'pw');
    writeFileSync(secret, SECRET, { mode: 0o600 });
    const { value } = read(`connector: /opt/erp\nsettings: { password: { file: ${JSON.stringify(secret)} } }`) as {
      value: unknown;
    };
    expect(value).toEqual({ connectorDir: '/opt/erp', settings: { password: SECRET } });
  });

  it.each([
    ['that is not there', null, 'agent.yaml is missing'],
    ['that is not YAML', 'connector: [', 'is not YAML'],
    ['that is empty', '', 'agent.yaml'],
    ['that is a list', '- connector', 'agent.yaml'],
    ['without a connector', 'settings: {}', 'connector'],
    ['with an empty connector', 'connector: ""\nsettings: {}', 'connector'],
    ['without settings', 'connector: x', 'settings'],
    ['with a name it does not know', `connector: x\nsettings: {}\npassword: ${SECRET}`, 'password'],
    ['with a setting that is a number', 'connector: x\nsettings: { company: 1 }', 'settings.company'],
    ['with a number that is a text', 'connector: x\nsettings: { company: 1 }', 'company: YAML reads this as a number'],
    ['with a source misspelt', 'connector: x\nsettings: { p: { evn: A } }', 'evn is not known here: did you mean env?'],
    ['with a bracket left open', 'connector: x\nsettings: [', 'is not YAML: look at line 2'],
    ['with a setting from two places', `connector: x\nsettings: { p: { env: A, file: ${SECRET} } }`, 'settings.p'],
    ['with a setting that is too long', `connector: x\nsettings: { p: ${SECRET.repeat(200)} }`, 'settings.p'],
    ['with the same name twice', `connector: x\nsettings: { p: ${SECRET}, p: b }`, 'is not YAML'],
    ['whose variable is not set', 'connector: x\nsettings: { p: { env: ABSENT } }', 'ABSENT is not set'],
    ['whose variable is empty', 'connector: x\nsettings: { p: { env: EMPTY } }', 'EMPTY is not set'],
    ['whose file is missing', 'connector: x\nsettings: { p: { file: absent } }', 'absent is missing'],
  ])('%s is refused by name', (_what, yaml, said) => {
    const { ok, detail } = read(yaml, { EMPTY: '', SECRET });
    expect(ok).toBe(false);
    expect(detail).toContain(said);
  });

  it.each([
    ['the password', `password: ${SECRET}`, 'password'],
    ['a password in an address', `endpoint: "https://kontor:${SECRET}@erp.example/soap"`, 'endpoint'],
  ])('with %s written in it is refused, and says how else', (_what, setting, name) => {
    const connector = JSON.stringify(join(import.meta.dirname, 'connectors/demo-erp'));
    const { ok, detail } = read(`connector: ${connector}\nsettings: { company: "001", ${setting} }`);
    expect(ok).toBe(false);
    expect(detail).toMatch(
      new RegExp(`^setting ${name}: a secret stands in .*agent\\.yaml; write { file: … } .* or { env: … }`),
    );
  });

  it('that would unfold to gigabytes is refused', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 9; level += 1) {
      const before = `*a${level - 1}`;
      lines.push(`a${level}: &a${level} [${Array(9).fill(before).join(', ')}]`);
    }
    expect(read(lines.join('\n')).detail).toContain('is not YAML');
  });

  it.runIf(posix).each([0o640, 0o604, 0o620, 0o644])('whose secret file has rights %o is refused', (mode) => {
    const home = homeWith('connector: x\nsettings: { password: { file: pw } }');
    writeFileSync(join(home.dir, 'pw'), SECRET);
    chmodSync(join(home.dir, 'pw'), mode);
    const config = readConfig(home, {});
    expect(config).toMatchObject({ ok: false, error: { code: 'agent.config-invalid' } });
    expect(JSON.stringify(config)).toMatch(/setting password: .*chmod 600/);
    expect(JSON.stringify(config)).not.toContain(SECRET);
  });

  it('whose secret file begins with a byte-order mark, as Notepad writes it, gives the secret without it', () => {
    const home = homeWith('\ufeffconnector: x\nsettings: { password: { file: pw } }');
    writeFileSync(join(home.dir, 'pw'), `\ufeff${SECRET}\r\n`, { mode: 0o600 });
    expect(readConfig(home, {})).toMatchObject({ ok: true, value: { settings: { password: SECRET } } });
  });

  it.each([
    ['in UTF-16', Buffer.from(`\ufeff${SECRET}`, 'utf16le')],
    ['in UTF-16 without a mark', Buffer.from(SECRET, 'utf16le')],
    ['in Latin-1', Buffer.from(`${SECRET}ü`, 'latin1')],
    ['that lost a letter on its way', Buffer.from(`${SECRET}\ufffd`)],
  ])('whose secret file is written %s is refused', (_what, bytes) => {
    const home = homeWith('connector: x\nsettings: { password: { file: pw } }');
    const path = join(home.dir, 'pw');
    writeFileSync(path, bytes, { mode: 0o600 });
    const config = readConfig(home, {});
    const detail = `setting password: ${path} is not UTF-8: save it as UTF-8`;
    expect(config).toMatchObject({ ok: false, error: { code: 'agent.config-invalid', detail } });
  });

  it('that is a folder, or whose secret file is one, is refused as that, not thrown', () => {
    const home = homeWith('connector: x\nsettings: { password: { file: pw } }');
    const detail = (path: string, about = '') => ({
      ok: false,
      error: { code: 'agent.config-invalid', detail: `${about}${path} is a folder: it must be a file` },
    });
    mkdirSync(join(home.dir, 'pw'), { mode: 0o700 });
    expect(readConfig(home, {})).toMatchObject(detail(join(home.dir, 'pw'), 'setting password: '));
    const other = homeWith(null);
    mkdirSync(other.config);
    expect(readConfig(other, {})).toMatchObject(detail(other.config));
  });
});

describe('an identity', () => {
  const identity = { agentId: AGENT, tenantId: TENANT, gateway: 'https://gateway.example.com' };

  it('that is there is read, and one that is not means not enrolled', () => {
    const home = homeWith(null);
    expect(readIdentity(home)).toBeNull();
    for (const mark of ['', '\ufeff']) {
      writeFileSync(home.identity, mark + JSON.stringify(identity));
      expect(readIdentity(home)).toEqual(identity);
    }
  });

  it.each([
    ['of another form', { ...identity, agentId: 'x' }, 'agentId'],
    ['with something more', { ...identity, more: 1 }, 'more: more is not known here'],
    ['without an address', { ...identity, gateway: 'gateway' }, 'gateway'],
    ['with a field missing', { agentId: AGENT, gateway: identity.gateway }, 'tenantId: it is missing'],
    ['that is null', null, 'it: '],
  ])('%s is never taken for none: the file is named, and what does not fit', (_what, written, said) => {
    const home = homeWith(null);
    writeFileSync(home.identity, JSON.stringify(written));
    expect(() => readIdentity(home)).toThrow(`${home.identity} does not fit: ${said}`);
  });
});
