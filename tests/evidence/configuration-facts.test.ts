import { expect, it } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { configurationFacts } from '../../src/evidence/configuration-facts.ts';
import { writeVkey } from '../../src/ledger/chain/vkey.ts';
import { loadRetention } from '../../src/ledger/keep/retention.ts';
import { makeKey } from './made-pack.ts';

const WITNESS = writeVkey({ ...makeKey('witness.example'), type: 'cosignature' });
const ENV = {
  PHIELD_PROFILE: 'production',
  PHIELD_METRICS_PORT: '9000',
  HOST: '10.9.8.7',
  PHIELD_DATA_DIR: '/secret/data',
  PHIELD_TENANTS_DIR: '/secret/tenants',
  PHIELD_ISSUERS_FILE: '/secret/issuers.json',
  PHIELD_DYNAMODB_ENDPOINT: 'https://secret-user:secret-word@secret-host/',
  PHIELD_TABLE_PREFIX: 'secret-prefix',
  PHIELD_KMS_KEY_ID: 'arn:aws:kms:secret',
  PHIELD_CURSOR_KEY: '5ec7e7'.padEnd(64, '0'),
  PHIELD_PUBLIC_URL: 'https://secret.example/graphql',
  PHIELD_CORS_ORIGINS: 'https://secret-portal.example',
  PHIELD_LEDGER_SIGNING_KEY: 'secret-signing',
  PHIELD_LEDGER_LOG_KEY: 'secret-log',
  PHIELD_LEDGER_BUCKET: 'secret-bucket/secret',
  PHIELD_S3_ENDPOINT: 'https://secret-s3.example',
  PHIELD_LEDGER_WITNESSES: `https://secret-witness.example/path#${WITNESS}`,
  PHIELD_LEDGER_KEEP: 'operational=400d',
};
const RUNNING = { node: 'v24.0.0', platform: 'linux x64', build: '1.0.0' };

it('kinds, limits and times are told, and no key, path, address or word that keeps something', () => {
  const facts = configurationFacts(loadConfig(ENV), loadRetention(ENV), RUNNING);
  expect(facts).toMatchObject({
    profile: 'production',
    dataKeys: 'AWS KMS',
    ledgerSigningKey: 'AWS KMS',
    ledgerLogIn: 'an S3 bucket',
    listensOn: 'the network',
    publicAddress: 'https',
    ledgerWitnesses: ['witness.example'],
    keepOperational: '400 days',
    requestsPerMinuteAndActor: 600,
  });
  expect(JSON.stringify(facts)).not.toMatch(/secret|5ec7e7|10\.9\.8\.7/);
});

it('of one machine, keys are files and the key that signs people in is for development', () => {
  const facts = configurationFacts(loadConfig({}), loadRetention({}), RUNNING);
  expect(facts).toMatchObject({
    profile: 'embedded',
    dataKeys: 'key file',
    signIn: 'development key',
    listensOn: 'this machine only',
    publicAddress: 'none',
    keepDisclosures: '6 years',
  });
});
