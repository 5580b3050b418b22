// Starts the chain, prints one line of JSON with its addresses, and ends when standard input closes.
//   node main.js [programId=file.so …]     CHAIN_PROGRAMS="programId=file.so,…" replaces programs of the same id
import { accountMethods } from './accounts.js';
import { blockMethods } from './blocks.js';
import { Chain } from './chain.js';
import { controlMethods, Faults, loadProgram } from './controls.js';
import { jitoMethods } from './jito.js';
import { serve } from './server.js';
import { transactionMethods } from './transactions.js';

function programs() {
  const given = [...process.argv.slice(2), ...(process.env.CHAIN_PROGRAMS ?? '').split(',')].filter((entry) => entry !== '');
  return new Map(given.map((entry) => {
    const at = entry.indexOf('=');
    if (at < 1 || at === entry.length - 1) throw new Error(`"${entry}" is not PROGRAMID=file.so`);
    return [entry.slice(0, at), entry.slice(at + 1)];
  }));
}

const chain = new Chain();
for (const [id, path] of programs()) loadProgram(chain, id, path);

const faults = new Faults();
const rpc = { ...blockMethods(chain), ...accountMethods(chain), ...transactionMethods(chain) };
const jito = jitoMethods(chain, faults);
const TIP_PERCENTILES = { 25: 1e-6, 50: 1.25e-5, 75: 5e-5, 95: 5e-3, 99: 1e-2 };

const server = await serve({
  '/': rpc,
  '/control': controlMethods(chain, faults),
  '/api/v1/bundles': jito,
  '/api/v1/getTipAccounts': jito,
  '/api/v1/getBundleStatuses': jito,
  '/api/v1/getInflightBundleStatuses': jito,
  '/api/v1/transactions': { sendTransaction: rpc.sendTransaction },
}, {
  '/api/v1/bundles/tip_floor': () => [{
    time: new Date(chain.blockTime * 1000).toISOString(),
    ...Object.fromEntries(Object.entries(TIP_PERCENTILES).map(([p, sol]) => [`landed_tips_${p}th_percentile`, sol])),
    ema_landed_tips_50th_percentile: TIP_PERCENTILES[50],
  }],
});

const address = `http://127.0.0.1:${server.address().port}`;
process.stdout.write(`${JSON.stringify({ rpc: `${address}/`, jito: address, control: `${address}/control` })}\n`);
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
process.stdin.on('error', () => process.exit(0));
