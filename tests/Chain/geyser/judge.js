// A real Geyser client from npm that prints one line of JSON for each update it hands to its user.
//   node judge.js yellowstone|laserstream http://127.0.0.1:PORT '{"commitment":"confirmed","fromSlot":"100","reconnect":true}'
// Ends when standard input closes.
import { createRequire } from 'node:module';

const COMMITMENTS = { processed: 0, confirmed: 1, finalized: 2 };
const write = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

/** What identifies an update, whichever client decoded it. */
function identify(update) {
  const kind = ['transaction', 'slot', 'blockMeta', 'account', 'entry', 'transactionStatus', 'block', 'pong', 'ping'].find((name) => update[name]);
  const body = update[kind] ?? {};
  const signature = body.transaction?.signature ?? body.signature;
  const id = signature ? Buffer.from(signature).toString('hex') : body.status !== undefined ? String(body.status) : body.index !== undefined ? String(body.index) : '';
  return { kind, slot: body.slot === undefined ? null : String(body.slot), id, filters: update.filters ?? [] };
}

function request({ commitment = 'processed', fromSlot, include = [] }) {
  return {
    accounts: {}, transactionsStatus: {}, blocks: {}, entry: {}, accountsDataSlice: [],
    transactions: { wanted: { vote: false, failed: false, accountInclude: include, accountExclude: [], accountRequired: [] } },
    slots: { slots: {} },
    blocksMeta: { meta: {} },
    commitment: COMMITMENTS[commitment],
    fromSlot,
  };
}

const clients = {
  async yellowstone(endpoint, options) {
    const { default: Client } = await import('@triton-one/yellowstone-grpc');
    const reconnect = options.reconnect ? { backoff: { initialIntervalMs: 100, multiplier: 2, maxRetries: 20 }, slotRetention: 250 } : undefined;
    const client = new Client(endpoint, options.token, {}, reconnect);
    await client.connect();
    if (options.replayInfo) write({ kind: 'replayInfo', slot: String((await client.subscribeReplayInfo()).firstAvailable), id: '', filters: [] });
    const stream = await client.subscribe(request(options));
    stream.on('data', (update) => write(identify(update)));
    stream.on('error', (error) => write({ kind: 'error', slot: null, id: `${error.code ?? ''} ${error.message} ${error.details ?? ''} ${error.cause ?? ''}`, filters: [] }));
  },

  async laserstream(endpoint, options) {
    const { subscribe } = createRequire(import.meta.url)('helius-laserstream');
    const config = { apiKey: options.token ?? 'none', endpoint, maxReconnectAttempts: 20, replay: options.reconnect === true };
    // This client takes slots as numbers, the other one as text.
    const wanted = { ...request(options), fromSlot: options.fromSlot === undefined ? undefined : Number(options.fromSlot) };
    await subscribe(config, wanted, (update) => write(identify(update)),
      (error) => write({ kind: 'error', slot: null, id: error.message, filters: [] }));
  },
};

const [name, endpoint, options] = process.argv.slice(2);
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
await clients[name](endpoint, JSON.parse(options ?? '{}'));
