// RPC methods that read accounts. State is always the newest one; the context names its slot.
import { invalidParams } from './errors.js';
import { checkMinContextSlot, integer, list, options, text, withContext } from './params.js';
import { parseMint, parseTokenAccount, uiAmount } from './tokens.js';
import { base58, base58Bytes } from './wire.js';

const BASE58_DATA_MAX = 128, KEYS_MAX = 100, LARGEST_MAX = 20, FILTERS_MAX = 4;

export function encodeAccount(account, { encoding = 'base64', dataSlice } = {}) {
  if (account === null) return null;
  const whole = Buffer.from(account.data());
  const data = dataSlice ? whole.subarray(integer(dataSlice.offset, 'offset'), dataSlice.offset + integer(dataSlice.length, 'length')) : whole;
  return {
    lamports: account.lamports(), owner: base58(account.owner()), executable: account.executable(),
    rentEpoch: account.rentEpoch(), space: whole.length, data: encodeData(data, encoding),
  };
}

function encodeData(data, encoding) {
  // Parsed views fall back to base64 for programs a node cannot parse; here that is every program.
  if (encoding === 'base64' || encoding === 'jsonParsed') return [data.toString('base64'), 'base64'];
  if (encoding !== 'base58') throw invalidParams(`unsupported encoding: ${encoding}. Supported encodings: base58, base64`);
  if (data.length > BASE58_DATA_MAX) throw invalidParams('Encoded binary (base 58) data should be less than 128 bytes, please use Base64 encoding.');
  return [base58(data), 'base58'];
}

function matcher(filter) {
  if (filter?.dataSize !== undefined) return (data) => data.length === filter.dataSize;
  const memcmp = filter?.memcmp;
  if (!memcmp) throw invalidParams('Invalid params: a filter is dataSize or memcmp');
  const offset = integer(memcmp.offset, 'offset');
  const wanted = memcmp.encoding === 'base64' ? Buffer.from(text(memcmp.bytes, 'bytes'), 'base64') : Buffer.from(decodeBase58(memcmp.bytes));
  return (data) => data.length >= offset + wanted.length && Buffer.compare(Buffer.from(data.subarray(offset, offset + wanted.length)), wanted) === 0;
}

export const accountMethods = (chain) => {
  const read = (key) => chain.account(text(key, 'pubkey'));
  const tokenAccount = (key) => parseTokenAccount(read(key)) ?? refuse('Invalid param: not a Token account');
  const mint = (key) => parseMint(read(key)) ?? refuse('Invalid param: not a Token mint');

  return {
    getBalance([key, config]) {
      checkMinContextSlot(chain, options(config));
      return withContext(chain, read(key)?.lamports() ?? 0);
    },

    getAccountInfo([key, config]) {
      checkMinContextSlot(chain, options(config));
      // Without a configuration nodes still answer in base58 text of the old shape; every client names an encoding.
      return withContext(chain, encodeAccount(read(key), { encoding: 'base58', ...options(config) }));
    },

    getMultipleAccounts([keys, config]) {
      checkMinContextSlot(chain, options(config));
      return withContext(chain, list(keys, 'pubkeys', KEYS_MAX).map((key) => encodeAccount(read(key), options(config))));
    },

    getProgramAccounts([program, config]) {
      const settings = options(config);
      checkMinContextSlot(chain, settings);
      const filters = list(settings.filters ?? [], 'filters', FILTERS_MAX).map(matcher);
      const found = chain.ownedBy(text(program, 'program id'))
        .filter(({ account }) => { const data = account.data(); return filters.every((matches) => matches(data)); })
        .map(({ key, account }) => ({ pubkey: key, account: encodeAccount(account, settings) }));
      return settings.withContext ? withContext(chain, found) : found;
    },

    getTokenSupply([key]) {
      const { supply, decimals } = mint(key);
      return withContext(chain, uiAmount(supply, decimals));
    },

    getTokenAccountBalance([key]) {
      const { amount, mint: mintKey } = tokenAccount(key);
      return withContext(chain, uiAmount(amount, mint(mintKey).decimals));
    },

    getTokenLargestAccounts([key]) {
      const { decimals } = mint(key);
      const holders = chain.ownedBy(base58(read(key).owner()))
        .map(({ key: address, account }) => ({ address, token: parseTokenAccount(account) }))
        .filter(({ token }) => token?.mint === key)
        .sort((a, b) => (a.token.amount < b.token.amount ? 1 : a.token.amount > b.token.amount ? -1 : 0));
      return withContext(chain, holders.slice(0, LARGEST_MAX).map(({ address, token }) => ({ address, ...uiAmount(token.amount, decimals) })));
    },
  };
};

function refuse(message) { throw invalidParams(message); }

function decodeBase58(value) {
  const encoded = text(value, 'bytes');
  if (encoded.length > 175) throw invalidParams('Invalid params: memcmp bytes too large');
  return base58Bytes(encoded);
}
