import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import type { BedrockLimits, LocalEndpoint } from './bedrock-options.ts';
import { collectBounded } from './collect-bounded.ts';
import { isBedrockIn, isLoopback, PinnedHandler } from './pinned-handler.ts';
import { LOCAL_REGION } from './region-pin.ts';
import { SILENT_LOGGER } from './silent-logger.ts';

/**
 * The SDK's client for one region: HTTP/1 with time limits that cut, one attempt, no log. Credentials come from the
 * SDK's default chain; the server of this machine gets fixed ones, so that no credential of the machine is sent to it.
 */
export function createRegionClient(
  region: string,
  localEndpoint: LocalEndpoint | null,
  { requestTimeout, connectionTimeout, maxSockets, answerBytes }: BedrockLimits,
): BedrockRuntimeClient {
  const isLocal = region === LOCAL_REGION;
  const agent = { maxSockets, keepAlive: true };
  return new BedrockRuntimeClient({
    region,
    maxAttempts: 1,
    retryMode: 'standard',
    logger: SILENT_LOGGER,
    // A bearer token of the environment (AWS_BEARER_TOKEN_BEDROCK) would otherwise go before IAM.
    authSchemePreference: ['sigv4'],
    streamCollector: collectBounded(answerBytes),
    requestHandler: new PinnedHandler(
      {
        requestTimeout,
        throwOnRequestTimeout: true,
        connectionTimeout,
        // The request's limit ends with the headers of the answer; a body that stands still ends with this one.
        socketTimeout: requestTimeout,
        httpAgent: agent,
        httpsAgent: { ...agent, rejectUnauthorized: true, minVersion: 'TLSv1.2' },
        logger: SILENT_LOGGER,
      },
      (address) => (isLocal ? isLoopback(address) : isBedrockIn(region, address)),
    ),
    ...(isLocal && localEndpoint !== null
      ? {
          endpoint: async () => {
            const url = new URL(await localEndpoint());
            return {
              protocol: url.protocol,
              hostname: url.hostname,
              port: Number(url.port),
              path: url.pathname,
            };
          },
          credentials: { accessKeyId: 'embedded', secretAccessKey: 'embedded' },
        }
      : {}),
  });
}
