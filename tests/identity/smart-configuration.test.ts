import { describe, expect, it } from 'vitest';
import { createFixedKeys } from '../../src/identity/fixed-keys.ts';
import { DEVELOPMENT_ISSUER, readIssuerSettings } from '../../src/identity/issuer-settings.ts';
import { smartConfiguration } from '../../src/identity/smart-configuration.ts';
import type { TrustedIssuer } from '../../src/identity/trusted-issuer.ts';

const keys = createFixedKeys({ keys: [] });
const [settings] = readIssuerSettings({
  issuers: [
    {
      issuer: 'https://id.example/pool',
      jwksUri: 'https://id.example/keys',
      audience: ['https://phield.example'],
      tenants: ['riverside'],
    },
  ],
});
if (settings === undefined) throw new Error('no settings');
const real: TrustedIssuer = { settings, keys };
const local: TrustedIssuer = { settings: { ...settings, issuer: DEVELOPMENT_ISSUER }, keys };

const documents = { publish: { id: 'sha256:00', text: 'mutation' } };
const at = (url: string | null, issuers: readonly TrustedIssuer[], tokenPath: string | null = null) =>
  smartConfiguration({ publicUrl: () => url, issuers, tokenPath, documents });

describe('what the server says of itself', () => {
  it('names where it is reached, who grants access to it, and its own documents by id alone', () => {
    expect(at('https://phield.example', [real])).toMatchObject({
      resource: 'https://phield.example/graphql',
      issuer: 'https://id.example/pool',
      authorization_servers: ['https://id.example/pool'],
      trusted_documents: { publish: 'sha256:00' },
    });
    expect(JSON.stringify(at('https://phield.example', [real]))).not.toContain('mutation');
  });

  it('has a place for tokens only where it gives some, and never names the development issuer', () => {
    expect(at('https://phield.example', [real])).not.toHaveProperty('token_endpoint');
    const embedded = at('http://127.0.0.1:4000', [local], '/explore/client-token');
    expect(embedded).toMatchObject({
      authorization_servers: [],
      token_endpoint: 'http://127.0.0.1:4000/explore/client-token',
    });
    expect(embedded).not.toHaveProperty('issuer');
    expect(JSON.stringify(embedded)).not.toContain(DEVELOPMENT_ISSUER);
  });

  it('names no issuer of many as the one', () => {
    const other: TrustedIssuer = { settings: { ...settings, issuer: 'https://other.example' }, keys };
    const both = at('https://phield.example', [real, other]);
    expect(both).not.toHaveProperty('issuer');
    expect(both.authorization_servers).toHaveLength(2);
  });
});
