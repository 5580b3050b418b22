// JSON-RPC over HTTP on a loopback port. Each path has its own methods, as the real services do.
import { createServer } from 'node:http';
import { RpcError } from './errors.js';
import { encode } from './json.js';

const BODY_BYTES_MAX = 32 * 1024 * 1024, BATCH_MAX = 100;

function answer(methods, request) {
  const id = request?.id ?? null;
  if (request === null || typeof request !== 'object' || request.jsonrpc !== '2.0' || typeof request.method !== 'string')
    return { jsonrpc: '2.0', error: { code: -32600, message: 'Invalid request' }, id };
  const method = Object.hasOwn(methods, request.method) ? methods[request.method] : null;
  if (method === null) return { jsonrpc: '2.0', error: { code: -32601, message: 'Method not found' }, id };
  try {
    const params = request.params ?? [];
    if (!Array.isArray(params)) throw new RpcError(-32602, 'Invalid params: expected an array');
    return { jsonrpc: '2.0', result: method.call(methods, params), id };
  } catch (error) {
    if (!(error instanceof RpcError)) process.stderr.write(`${request.method}: ${error.stack}\n`);
    const { code = -32603, message, data } = error instanceof RpcError ? error : { message: `Internal error: ${error.message}` };
    return { jsonrpc: '2.0', error: { code, message, data }, id };
  }
}

function answerBody(methods, body) {
  let request;
  try { request = JSON.parse(body); } catch {
    return { jsonrpc: '2.0', error: { code: -32700, message: 'Parse error' }, id: null };
  }
  if (!Array.isArray(request)) return answer(methods, request);
  if (request.length === 0 || request.length > BATCH_MAX)
    return { jsonrpc: '2.0', error: { code: -32600, message: `Invalid request: a batch has 1 to ${BATCH_MAX} calls` }, id: null };
  return request.map((item) => answer(methods, item));
}

/** Serves `paths` (path → methods) and `documents` (path → function) on a free loopback port; resolves to the server. */
export function serve(paths, documents) {
  const server = createServer((request, response) => {
    const reply = (status, value) => {
      const body = Buffer.from(encode(value));
      response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
    };
    const path = request.url.split('?')[0];
    if (request.method === 'GET' && documents[path]) return reply(200, documents[path]());
    const methods = paths[path];
    if (request.method !== 'POST' || !methods) return reply(404, { error: 'not found' });

    const chunks = [];
    let length = 0;
    request.on('data', (chunk) => {
      length += chunk.length;
      if (length <= BODY_BYTES_MAX) chunks.push(chunk);
    });
    request.on('end', () => (length > BODY_BYTES_MAX
      ? reply(413, { error: `body above ${BODY_BYTES_MAX} bytes` })
      : reply(200, answerBody(methods, Buffer.concat(chunks).toString('utf8')))));
    return undefined;
  });
  // Node drops idle connections after 5 s, just as a pooled client is about to use them again.
  server.keepAliveTimeout = 0;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}
