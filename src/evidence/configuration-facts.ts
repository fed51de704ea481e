import type { Config } from '../config.ts';
import type { Retention, Span } from '../ledger/keep/retention.ts';

/** What an installation is set to. Kinds, counts and limits: never a key, a token, an address or a path. */
export interface ConfigurationFacts {
  readonly [name: string]: string | number | boolean | null | readonly string[];
}

export interface Running {
  /** `process.version`. */
  readonly node: string;
  readonly platform: string;
  readonly build: string;
}

/** Every fact is named here: what a later setting adds is not shown before somebody has looked at it. */
export function configurationFacts(
  config: Config,
  retention: Retention,
  running: Running,
): ConfigurationFacts {
  const { ledger } = config;
  const kmsOrFile = (id: string | null) => (id === null ? 'key file' : 'AWS KMS');
  return Object.freeze({
    version: running.build,
    node: running.node,
    platform: running.platform,
    profile: config.profile,
    store: config.profile === 'embedded' && config.dynamodbEndpoint === null ? 'embedded' : 'DynamoDB',
    region: config.region,
    listensOn: isLoopback(config.host) ? 'this machine only' : 'the network',
    ownMetricsPort: config.metricsPort !== null,
    publicAddress:
      config.publicUrl === null ? 'none' : config.publicUrl.startsWith('https:') ? 'https' : 'http',
    signIn: config.issuersFile === null ? 'development key' : 'issuers of a file',
    sessionIdleSeconds: config.sessionIdleSeconds,
    sessionMaxSeconds: config.sessionMaxSeconds,
    requestsPerMinuteAndActor: config.actorPerMinute,
    requestsPerMinuteAndClient: config.clientPerMinute,
    costPerMinuteAndClient: config.costPerMinute,
    ratesCounted: config.rates,
    originsAllowed: config.corsOrigins.length,
    introspectionRoles: config.introspectionRoles,
    dataKeys: kmsOrFile(config.kmsKeyId),
    ledgerSigningKey: kmsOrFile(ledger.signingKeyId),
    ledgerLogKey: kmsOrFile(ledger.logKeyId),
    ledgerDurableIn: ledger.require,
    ledgerLogIn: ledger.bucket === null ? 'a folder' : 'an S3 bucket',
    ledgerHeartbeatSeconds: ledger.heartbeatSeconds,
    ledgerWitnesses: ledger.witnesses.map(nameOf),
    keepDisclosures: spanText(retention.spans.disclosure),
    keepDenials: spanText(retention.spans.denial),
    keepPrivilegedActs: spanText(retention.spans.privileged),
    keepOperational: spanText(retention.spans.operational),
    keepShortReason: retention.reason,
  });
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** `<address>#<vkey>`: the name is what the key is called, and public. */
function nameOf(witness: string): string {
  return witness.slice(witness.indexOf('#') + 1).split('+')[0] ?? '';
}

function spanText({ count, unit }: Span): string {
  return `${count} ${unit === 'y' ? 'years' : 'days'}`;
}
