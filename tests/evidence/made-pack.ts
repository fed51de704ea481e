import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { join } from 'node:path';
import type { EvidenceFile } from '../../src/evidence/evidence-file.ts';
import { signPack } from '../../src/evidence/sign-pack.ts';
import { writePack } from '../../src/evidence/write-pack.ts';
import type { SigningKey } from '../../src/ledger/chain/signing-key.ts';
import { writeVkey } from '../../src/ledger/chain/vkey.ts';
import { readTrust, type Trust, type TrustFile } from '../../src/ledger/verify/trust.ts';
import { tempDirectory } from '../ledger/temp-directory.ts';

export const ORIGIN = 'phield.test/pack';

export function makeKey(name = `${ORIGIN}/installation`): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    name,
    publicKey: Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'),
    sign: async (message) => sign(null, message, privateKey),
  };
}

export function trustFile(key: SigningKey, until: number | null = null): TrustFile {
  const vkey = writeVkey({ ...key, type: 'note' });
  return {
    origin: ORIGIN,
    log: [writeVkey({ ...makeKey(ORIGIN), type: 'note' })],
    installation: [until === null ? vkey : { key: vkey, until }],
    witnesses: [],
    quorum: 0,
    checkpoint: null,
  };
}

export const trustIn = (key: SigningKey, until: number | null = null): Trust =>
  readTrust(trustFile(key, until));

export const textFile = (path: string, text: string): EvidenceFile => ({
  path,
  about: path,
  pieces: () => [text],
});

/** A pack of three files and their trust, in a folder of its own. */
export async function madePack(key: SigningKey, files?: readonly EvidenceFile[]): Promise<string> {
  const out = join(await tempDirectory(), 'pack');
  const all = files ?? [
    textFile('README.md', 'read me'),
    textFile('access/matrix.csv', 'a,b\n'),
    textFile('ledger/trust.json', JSON.stringify(trustFile(key))),
  ];
  await writePack(
    out,
    randomBytes,
    () => undefined,
    async (put) => {
      const packed = [];
      for (const file of all) packed.push(await put(file));
      const head = {
        tenant: 'north',
        from: 'f',
        to: 't',
        made: 'm',
        origin: ORIGIN,
        build: '1',
        record: 'r',
      };
      for (const file of (await signPack(head, packed, key)).files) await put(file);
    },
  );
  return out;
}
