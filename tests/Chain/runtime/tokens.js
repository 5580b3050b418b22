// SPL Token and Token-2022 accounts as the RPC shows them. Layout: solana-program/token-2022, state.rs.
import { base58 } from './wire.js';

const TOKEN_PROGRAMS = new Set(['TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA', 'TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb']);
const MINT_BYTES = 82, ACCOUNT_BYTES = 165, TYPE_MINT = 1, TYPE_ACCOUNT = 2;

function isType(account, bytes, type) {
  if (!account || !TOKEN_PROGRAMS.has(base58(account.owner()))) return false;
  const data = account.data();
  return data.length === bytes || (data.length > ACCOUNT_BYTES && data[ACCOUNT_BYTES] === type);
}

const u64 = (data, at) => Buffer.from(data).readBigUInt64LE(at);

export function parseMint(account) {
  if (!isType(account, MINT_BYTES, TYPE_MINT)) return null;
  const data = account.data();
  return data[45] === 1 ? { supply: u64(data, 36), decimals: data[44] } : null;
}

export function parseTokenAccount(account) {
  if (!isType(account, ACCOUNT_BYTES, TYPE_ACCOUNT)) return null;
  const data = account.data();
  if (data[108] === 0) return null;
  return { mint: base58(data.subarray(0, 32)), owner: base58(data.subarray(32, 64)), amount: u64(data, 64), program: base58(account.owner()) };
}

export function uiAmount(amount, decimals) {
  const digits = amount.toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '');
  const text = fraction ? `${whole}.${fraction}` : whole;
  return { amount: amount.toString(), decimals, uiAmount: Number(text), uiAmountString: text };
}
