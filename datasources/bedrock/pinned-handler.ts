import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler';
import { ModelUnavailable } from '../../src/insight/insight-model.ts';

/** Where a request is about to go. */
export interface Address {
  readonly protocol: string;
  readonly hostname: string;
}

/**
 * HTTP/1 that sends nothing to an address it may not call. It stands behind everything of the SDK that picks an
 * address, so that neither a variable (`AWS_ENDPOINT_URL`) nor a shared configuration file leads evidence elsewhere.
 */
export class PinnedHandler extends NodeHttpHandler {
  readonly #mayCall: (address: Address) => boolean;

  constructor(options: NodeHttpHandlerOptions, mayCall: (address: Address) => boolean) {
    super(options);
    this.#mayCall = mayCall;
  }

  override async handle(...call: Parameters<NodeHttpHandler['handle']>) {
    if (!this.#mayCall(call[0])) throw new ModelUnavailable('REFUSED');
    return super.handle(...call);
  }
}

/** Domains that AWS serves Bedrock under: public, dual-stack, and VPC endpoints, of each partition. */
const DOMAINS = Object.freeze([
  'amazonaws.com',
  'api.aws',
  'amazonaws.com.cn',
  'api.amazonwebservices.com.cn',
  'amazonaws.eu',
  'api.amazonwebservices.eu',
]);

/** Whether an address is Bedrock Runtime in exactly this region, encrypted. */
export function isBedrockIn(region: string, { protocol, hostname }: Address): boolean {
  return (
    protocol === 'https:' &&
    ['bedrock-runtime', 'bedrock-runtime-fips'].some((service) =>
      DOMAINS.some(
        (domain) =>
          hostname === `${service}.${region}.${domain}` ||
          (hostname.startsWith('vpce-') && hostname.endsWith(`.${service}.${region}.vpce.${domain}`)),
      ),
    )
  );
}

/** Whether an address cannot leave this machine. */
export function isLoopback({ hostname }: Address): boolean {
  return /^(127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[?::1\]?)$/.test(hostname);
}
