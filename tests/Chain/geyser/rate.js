// @triton-one/yellowstone-grpc on a stream: counts what it hands to its user.   node rate.js http://127.0.0.1:PORT SECONDS
import Client from '@triton-one/yellowstone-grpc';

const [endpoint, seconds] = [process.argv[2], Number(process.argv[3])];
const client = new Client(endpoint, undefined, {});
await client.connect();
const stream = await client.subscribe({
  accounts: {}, slots: {}, transactionsStatus: {}, blocks: {}, blocksMeta: {}, entry: {}, accountsDataSlice: [],
  transactions: { all: { accountInclude: [], accountExclude: [], accountRequired: [] } }, commitment: 0,
});
let seen = 0, begun, before, cpu;
const WARM_UP_MS = 1000;
stream.on('error', (error) => { process.stderr.write(`${error.message}\n`); process.exit(1); });
stream.on('data', (update) => {
  if (update.transaction) seen++;
  if (begun) return;
  begun = performance.now();
  setTimeout(() => { before = seen; cpu = process.cpuUsage(); begun = performance.now(); }, WARM_UP_MS);
  setTimeout(() => {
    const used = process.cpuUsage(cpu);
    process.stdout.write(JSON.stringify({ messages: seen - before, seconds: (performance.now() - begun) / 1000, cpu: (used.user + used.system) / 1e6 }));
    process.exit(0);
  }, WARM_UP_MS + seconds * 1000);
});
