import { describe, expect, it } from 'vitest';
import { ConfigError, loadConfig, requireLedgerSettings } from '../src/config.ts';

const WITNESS_KEY = 'one.example/w+2002014a+BAcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH';
const OTHER_KEY = 'two.example/w+887556f5+BAcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH';
/** A log's, which cosigns nothing. */
const LOG_KEY = 'log.example+0463ec37+AQcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH';

function findingOf(env: Record<string, string>): string {
  try {
    loadConfig(env);
    return 'none';
  } catch (error) {
    return error instanceof ConfigError ? error.message : `undecided: ${String(error)}`;
  }
}

describe('settings', () => {
  it('are cautious by default, and frozen', () => {
    const config = loadConfig({});
    expect(config).toMatchObject({ profile: 'embedded', host: '127.0.0.1', port: 4000, cursorKey: null });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it.each<[string, string]>([
    ['PHIELD_PROFILE', 'prod'],
    ['PORT', '70000'],
    ['PORT', 'canary'],
    ['PORT', ''],
    ['PORT', '1.5'],
    ['HOST', ''],
    ['PHIELD_LOG_LEVEL', 'trace'],
    ['PHIELD_DYNAMODB_ENDPOINT', 'canary'],
    ['PHIELD_TABLE_PREFIX', 'canary/..'],
    ['PHIELD_CURSOR_KEY', 'canary'],
    ['PHIELD_CURSOR_KEY', 'ab'.repeat(31)],
    ['PHIELD_SESSION_IDLE_SECONDS', '901'],
    ['PHIELD_SESSION_IDLE_SECONDS', '59'],
    ['PHIELD_SESSION_IDLE_SECONDS', ''],
    ['PHIELD_SESSION_MAX_SECONDS', '43201'],
    ['PHIELD_SESSION_MAX_SECONDS', 'canary'],
    ['PHIELD_ACTOR_PER_MINUTE', 'canary'],
    ['PHIELD_CLIENT_PER_MINUTE', '0'],
    ['PHIELD_COST_PER_MINUTE', '-1'],
    ['PHIELD_COST_PER_MINUTE', '1.5'],
    ['PHIELD_ACTOR_PER_MINUTE', ''],
    ['PHIELD_RATES', 'canary'],
    ['PHIELD_CORS_ORIGINS', '*'],
    ['PHIELD_CORS_ORIGINS', 'https://portal.example, canary'],
    ['PHIELD_HTTP_DRAFT_STATUS', 'canary'],
    ['PHIELD_LEDGER_REQUIRE', 'canary'],
    ['PHIELD_LEDGER_ORIGIN', 'canary+log'],
    ['PHIELD_LEDGER_ORIGIN', 'canary log'],
    ['PHIELD_LEDGER_ORIGIN', 'canary\n1\n'],
    ['PHIELD_LEDGER_HEARTBEAT_SECONDS', '0'],
    ['PHIELD_LEDGER_HEARTBEAT_SECONDS', '61'],
    ['PHIELD_LEDGER_BUCKET', 'Canary'],
    ['PHIELD_LEDGER_BUCKET', 'bucket/../canary'],
    ['PHIELD_LEDGER_BUCKET', 'https://canary.example'],
    ['PHIELD_LEDGER_WITNESSES', 'canary'],
    ['PHIELD_LEDGER_WITNESSES', 'https://canary.example'],
    ['PHIELD_LEDGER_WITNESSES', 'https://canary.example#canary'],
    ['PHIELD_LEDGER_WITNESSES', `https://canary.example#${LOG_KEY}`],
    ['PHIELD_LEDGER_WITNESSES', `https://one.example#${WITNESS_KEY},https://canary@two.example#${OTHER_KEY}`],
    ['PHIELD_LEDGER_WITNESSES', `file:///canary#${WITNESS_KEY}`],
    ['PHIELD_LEDGER_SIGNING_KEY', ''],
    ['PHIELD_LEDGER_LOG_KEY', ''],
    ['PHIELD_S3_ENDPOINT', 'canary'],
    ['PHIELD_PUBLIC_URL', 'canary'],
    ['PHIELD_PUBLIC_URL', 'ftp://phield.example'],
    ['PHIELD_PUBLIC_URL', 'https://canary@phield.example'],
    ['PHIELD_PUBLIC_URL', 'https://phield.example/?canary'],
    ['PHIELD_PUBLIC_URL', 'https://phield.example/#canary'],
  ])('%s=%j stops the start by its name, not by its value', (name, value) => {
    const finding = findingOf({ [name]: value });
    expect(finding).toContain(name);
    expect(finding).not.toContain('canary');
  });

  it('a number that is none is told what it should be', () => {
    expect(findingOf({ PORT: 'canary' })).toContain('PORT: expected a whole number from 0 to 65535');
  });

  it('a key for cursors is 32 bytes', () => {
    expect(loadConfig({ PHIELD_CURSOR_KEY: 'ab'.repeat(32) }).cursorKey).toHaveLength(32);
  });

  it('sessions end after fifteen minutes and twelve hours, or sooner', () => {
    expect(loadConfig({})).toMatchObject({ sessionIdleSeconds: 900, sessionMaxSeconds: 43_200 });
    const shorter = loadConfig({ PHIELD_SESSION_IDLE_SECONDS: '60', PHIELD_SESSION_MAX_SECONDS: '3600' });
    expect(shorter).toMatchObject({ sessionIdleSeconds: 60, sessionMaxSeconds: 3_600 });
  });

  it('everybody is counted in production, and nobody on one machine, unless it is said', () => {
    const metrics = { PHIELD_METRICS_PORT: '9464' };
    expect(loadConfig({ PHIELD_PROFILE: 'production', ...metrics })).toMatchObject({
      actorPerMinute: 600,
      clientPerMinute: 60_000,
      costPerMinute: 50_000_000,
      rates: 'process',
    });
    const nobody = { actorPerMinute: null, clientPerMinute: null, costPerMinute: null };
    expect(loadConfig({})).toMatchObject(nobody);
    const said = { PHIELD_ACTOR_PER_MINUTE: '7', PHIELD_CLIENT_PER_MINUTE: 'none', PHIELD_RATES: 'shared' };
    expect(loadConfig({ PHIELD_PROFILE: 'production', ...metrics, ...said })).toMatchObject({
      actorPerMinute: 7,
      clientPerMinute: null,
      rates: 'shared',
    });
  });

  it('no page of another origin may ask, unless it is named', () => {
    expect(loadConfig({})).toMatchObject({ corsOrigins: [], draftStatus: false });
    const said = { PHIELD_CORS_ORIGINS: 'https://portal.example', PHIELD_HTTP_DRAFT_STATUS: 'true' };
    expect(loadConfig(said)).toMatchObject({ corsOrigins: ['https://portal.example'], draftStatus: true });
  });

  it('the public address has no slash at its end', () => {
    expect(loadConfig({}).publicUrl).toBeNull();
    expect(loadConfig({ PHIELD_PUBLIC_URL: 'https://api.example/phield/' }).publicUrl).toBe(
      'https://api.example/phield',
    );
  });

  it('in production metrics have a port of their own', () => {
    expect(findingOf({ PHIELD_PROFILE: 'production' })).toContain('PHIELD_METRICS_PORT');
    expect(findingOf({ PHIELD_PROFILE: 'production', PHIELD_METRICS_PORT: '9090' })).toBe('none');
  });

  it('the ledger is of files on one machine, and of DynamoDB in production', () => {
    const plain = { origin: null, heartbeatSeconds: 5, bucket: null, witnesses: [] };
    expect(loadConfig({}).ledger).toMatchObject({ require: 'file', ...plain });
    const production = loadConfig({ PHIELD_PROFILE: 'production', PHIELD_METRICS_PORT: '9090' });
    expect(production.ledger).toMatchObject({ require: 'dynamodb', ...plain });
    expect(Object.isFrozen(production.ledger)).toBe(true);
  });

  it('the log lies in the bucket and folder named, and is cosigned by the witnesses named', () => {
    const { ledger } = loadConfig({
      PHIELD_LEDGER_BUCKET: 'phield-audit/live/2026',
      PHIELD_S3_ENDPOINT: 'http://127.0.0.1:9000',
      PHIELD_LEDGER_WITNESSES: `https://one.example/#${WITNESS_KEY}, https://two.example/witness/#${OTHER_KEY}`,
    });
    expect(ledger.bucket).toEqual({
      name: 'phield-audit',
      prefix: 'live/2026/',
      endpoint: 'http://127.0.0.1:9000',
    });
    expect(ledger.witnesses).toEqual([
      `https://one.example#${WITNESS_KEY}`,
      `https://two.example/witness#${OTHER_KEY}`,
    ]);
    expect(loadConfig({ PHIELD_LEDGER_BUCKET: 'phield-audit/' }).ledger.bucket?.prefix).toBe('');
  });

  it('a gateway in production needs keys and a bucket for its ledger, and is told all of them at once', () => {
    const production = { PHIELD_PROFILE: 'production', PHIELD_METRICS_PORT: '9090' };
    const needs = {
      PHIELD_LEDGER_SIGNING_KEY: 'alias/one',
      PHIELD_LEDGER_LOG_KEY: 'alias/two',
      PHIELD_LEDGER_BUCKET: 'phield-audit',
    };
    expect(() => requireLedgerSettings(loadConfig({ ...production, ...needs }))).not.toThrow();
    expect(() => requireLedgerSettings(loadConfig({}))).not.toThrow();
    for (const name of Object.keys(needs)) {
      const config = loadConfig({ ...production, ...needs, [name]: undefined });
      expect(() => requireLedgerSettings(config)).toThrow(`${name}: expected in production`);
    }
    const lacksAll = loadConfig(production);
    expect(() => requireLedgerSettings(lacksAll)).toThrow(/SIGNING_KEY.*\n.*LOG_KEY.*\n.*BUCKET/);
  });
});
