import { hash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StoredVersion {
  readonly id: string;
  /** `null`: a delete marker. */
  readonly bytes: Buffer | null;
  readonly etag: string;
  readonly lockedUntil: Date | null;
  readonly sha256: string | null;
}

/** What a call meets instead of, or behind, its answer. */
export type S3Fault =
  | { readonly status: number; readonly code: string }
  /** The connection ends before anything was done, or after all of it was. */
  | 'cut-before'
  | 'cut-after'
  /** No answer within any time. */
  | 'hang';

export interface S3Call {
  readonly method: string;
  readonly key: string;
  readonly headers: IncomingMessage['headers'];
}

export interface S3StandIn {
  readonly url: string;
  /** Newest first, by key. */
  readonly objects: Map<string, StoredVersion[]>;
  readonly calls: S3Call[];
  /** Asked before each call. */
  fault: (call: S3Call) => S3Fault | undefined;
  /** What a body reads as, whatever was stored. */
  lie: (key: string, bytes: Buffer) => Buffer;
  /** Largest list in one answer. */
  page: number;
  close(): Promise<void>;
}

/** S3 as far as the log needs it, over real HTTP: versions, conditions, locks, checksums, errors in XML. */
export async function startS3StandIn(bucket: string, clock: () => number = Date.now): Promise<S3StandIn> {
  const objects = new Map<string, StoredVersion[]>();
  let made = 0;
  const hanging = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    void handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  const standIn: S3StandIn = {
    url: `http://127.0.0.1:${port}`,
    objects,
    calls: [],
    fault: () => undefined,
    lie: (_key, bytes) => bytes,
    page: 1000,
    async close() {
      for (const response of hanging) response.destroy();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', standIn.url);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const [, name = '', ...rest] = url.pathname.split('/').map(decodeURIComponent);
    const key = rest.join('/');
    const call = {
      method: request.method ?? '',
      key: key || (url.searchParams.get('prefix') ?? ''),
      headers: request.headers,
    };
    standIn.calls.push(call);
    const fault = standIn.fault(call);
    if (fault === 'hang') return void hanging.add(response);
    if (fault === 'cut-before') return void request.socket.destroy();
    if (typeof fault === 'object') return refuse(response, fault.status, fault.code);
    if (name !== bucket) return refuse(response, 404, 'NoSuchBucket');
    if (!request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 '))
      return refuse(response, 403, 'AccessDenied');
    const send = (status: number, headers: Record<string, string>, bytes: Buffer | string = '') => {
      if (fault === 'cut-after') return void request.socket.destroy();
      response.writeHead(status, { 'x-amz-request-id': String(made), ...headers });
      response.end(bytes);
    };
    if (key === '' && url.searchParams.has('versions')) return list(url.searchParams, send);
    if (request.method === 'PUT') return put(key, body, request, response, send);
    if (request.method === 'GET' || request.method === 'HEAD')
      return get(key, url.searchParams.get('versionId'), request, response, send);
    if (request.method === 'DELETE') return remove(key, url.searchParams.get('versionId'), response, send);
    refuse(response, 405, 'MethodNotAllowed');
  }

  type Send = (status: number, headers: Record<string, string>, bytes?: Buffer | string) => void;

  function put(key: string, body: Buffer, request: IncomingMessage, response: ServerResponse, send: Send) {
    const present = objects.get(key)?.[0];
    const there = present !== undefined && present.bytes !== null;
    const match = request.headers['if-match'];
    if (request.headers['if-none-match'] === '*' && there) return refuse(response, 412, 'PreconditionFailed');
    if (match !== undefined && !there) return refuse(response, 404, 'NoSuchKey');
    if (match !== undefined && match !== present?.etag) return refuse(response, 412, 'PreconditionFailed');
    const sum = request.headers['x-amz-checksum-sha256'];
    if (sum !== undefined && sum !== hash('sha256', body, 'base64'))
      return refuse(response, 400, 'BadDigest');
    const mode = request.headers['x-amz-object-lock-mode'];
    const until = request.headers['x-amz-object-lock-retain-until-date'];
    if (mode !== undefined && (sum === undefined || until === undefined))
      return refuse(response, 400, 'InvalidRequest');
    made += 1;
    const version: StoredVersion = {
      id: `v${String(made).padStart(6, '0')}`,
      bytes: body,
      etag: `"${hash('md5', body)}"`,
      lockedUntil: until === undefined ? null : new Date(String(until)),
      sha256: sum === undefined ? null : String(sum),
    };
    objects.set(key, [version, ...(objects.get(key) ?? [])]);
    send(200, { etag: version.etag, 'x-amz-version-id': version.id });
  }

  function get(
    key: string,
    id: string | null,
    request: IncomingMessage,
    response: ServerResponse,
    send: Send,
  ) {
    const versions = objects.get(key) ?? [];
    const version = id === null ? versions[0] : versions.find((one) => one.id === id);
    if (version === undefined) return refuse(response, 404, id === null ? 'NoSuchKey' : 'NoSuchVersion');
    if (version.bytes === null)
      return refuse(response, id === null ? 404 : 405, id === null ? 'NoSuchKey' : 'MethodNotAllowed');
    const checked = request.headers['x-amz-checksum-mode'] === 'ENABLED' && version.sha256 !== null;
    send(
      200,
      {
        etag: version.etag,
        'x-amz-version-id': version.id,
        ...(checked
          ? { 'x-amz-checksum-sha256': version.sha256 ?? '', 'x-amz-checksum-type': 'FULL_OBJECT' }
          : {}),
        ...(version.lockedUntil === null
          ? {}
          : {
              'x-amz-object-lock-mode': 'COMPLIANCE',
              'x-amz-object-lock-retain-until-date': version.lockedUntil.toISOString(),
            }),
      },
      standIn.lie(key, version.bytes),
    );
  }

  function remove(key: string, id: string | null, response: ServerResponse, send: Send) {
    const versions = objects.get(key) ?? [];
    if (id === null) {
      made += 1;
      const marker = {
        id: `v${String(made).padStart(6, '0')}`,
        bytes: null,
        etag: '',
        lockedUntil: null,
        sha256: null,
      };
      objects.set(key, [marker, ...versions]);
      return send(204, {});
    }
    const version = versions.find((one) => one.id === id);
    if (version?.lockedUntil && version.lockedUntil.getTime() > clock())
      return refuse(response, 403, 'AccessDenied');
    const left = versions.filter((one) => one.id !== id);
    if (left.length === 0) objects.delete(key);
    else objects.set(key, left);
    send(204, {});
  }

  function list(query: URLSearchParams, send: Send) {
    const prefix = query.get('prefix') ?? '';
    const all = [...objects.entries()]
      .filter(([key]) => key.startsWith(prefix))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([key, versions]) => versions.map((version, at) => ({ key, version, latest: at === 0 })));
    const after = query.get('version-id-marker');
    const from = after === null ? 0 : all.findIndex(({ version }) => version.id === after) + 1;
    const rows = all.slice(from, from + standIn.page);
    const last = rows.at(-1);
    const truncated = from + rows.length < all.length;
    const items = rows.map(({ key, version, latest }) => {
      const tag = version.bytes === null ? 'DeleteMarker' : 'Version';
      const size =
        version.bytes === null
          ? ''
          : `<ETag>${version.etag.replaceAll('"', '&quot;')}</ETag><Size>${version.bytes.length}</Size>`;
      return `<${tag}><Key>${key}</Key><VersionId>${version.id}</VersionId><IsLatest>${latest}</IsLatest><LastModified>2020-01-01T00:00:00.000Z</LastModified>${size}</${tag}>`;
    });
    const next =
      truncated && last
        ? `<NextKeyMarker>${last.key}</NextKeyMarker><NextVersionIdMarker>${last.version.id}</NextVersionIdMarker>`
        : '';
    send(
      200,
      { 'content-type': 'application/xml' },
      `<?xml version="1.0" encoding="UTF-8"?>\n<ListVersionsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>${bucket}</Name><Prefix>${prefix}</Prefix><MaxKeys>${standIn.page}</MaxKeys><IsTruncated>${truncated}</IsTruncated>${next}${items.join('')}</ListVersionsResult>`,
    );
  }

  return standIn;
}

function refuse(response: ServerResponse, status: number, code: string) {
  response.writeHead(status, { 'content-type': 'application/xml', 'x-amz-request-id': 'refused' });
  response.end(
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>refused</Message><RequestId>refused</RequestId></Error>`,
  );
}
