// Transaction bytes are checked here before the runtime sees them: undecodable bytes abort the whole Node process.
import { createHash } from 'node:crypto';
import {
  getBase58Decoder, getBase58Encoder, getCompiledTransactionMessageDecoder, getCompiledTransactionMessageEncoder,
  getTransactionDecoder, getTransactionEncoder,
} from '@solana/kit';
import { invalidParams } from './errors.js';

/** Largest transaction that fits one packet: IPv6 minimum MTU 1,280 less 48 bytes of headers. */
export const PACKET_BYTES_MAX = 1232;
/** Accounts one transaction may name, loaded ones included. */
const ACCOUNTS_MAX = 256;

const toBase58 = getBase58Decoder();
const fromBase58 = getBase58Encoder();
const transactionDecoder = getTransactionDecoder();
const transactionEncoder = getTransactionEncoder();
const messageDecoder = getCompiledTransactionMessageDecoder();
const messageEncoder = getCompiledTransactionMessageEncoder();

export const base58 = (bytes) => toBase58.decode(bytes);
export function base58Bytes(text) {
  try { return new Uint8Array(fromBase58.encode(text)); } catch { throw invalidParams('invalid base58 encoding'); }
}

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest();

/** 32 bytes of a base58 key; a wrong one is the caller's mistake. */
export function keyBytes(text, what = 'pubkey') {
  let bytes;
  try { bytes = new Uint8Array(fromBase58.encode(text)); } catch { bytes = new Uint8Array(0); }
  if (bytes.length !== 32) throw invalidParams(`Invalid param: ${what} "${text}" is not 32 bytes of base58`);
  return bytes;
}

/** Bytes of a transaction as sent over RPC, in base64 or base58. */
export function transactionBytes(text, encoding) {
  if (typeof text !== 'string') throw invalidParams('Invalid params: expected an encoded transaction');
  if (encoding === 'base64') {
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw invalidParams('invalid base64 encoding');
    return bounded(new Uint8Array(Buffer.from(text, 'base64')));
  }
  if (encoding !== 'base58') throw invalidParams(`unsupported encoding: ${encoding}. Supported encodings: base58, base64`);
  // Base58 is quadratic; its text is at most 1.37 times the bytes.
  if (text.length > 1683) throw tooLarge(text.length);
  try { return bounded(new Uint8Array(fromBase58.encode(text))); } catch { throw invalidParams('invalid base58 encoding'); }
}

function tooLarge(length) {
  return invalidParams(`decoded solana_transaction::versioned::VersionedTransaction too large: ${length} bytes (max: ${PACKET_BYTES_MAX} bytes)`);
}

function bounded(bytes) {
  if (bytes.length > PACKET_BYTES_MAX) throw tooLarge(bytes.length);
  return bytes;
}

const equal = (a, b) => a.length === b.length && Buffer.compare(a, b) === 0;

/** Decodes a transaction that re-encodes to the same bytes, or refuses it. */
export function decodeTransaction(bytes) {
  try {
    const transaction = transactionDecoder.decode(bytes);
    const messageBytes = new Uint8Array(transaction.messageBytes);
    const message = messageDecoder.decode(messageBytes);
    if (!equal(new Uint8Array(transactionEncoder.encode(transaction)), bytes)) throw new Error('not the only encoding');
    if (!equal(new Uint8Array(messageEncoder.encode(message)), messageBytes)) throw new Error('not the only encoding of the message');
    if (message.version !== 'legacy' && message.version !== 0) throw new Error(`version ${message.version} is not supported`);
    checkIndexes(message);
    return view(bytes, messageBytes, message);
  } catch (error) {
    throw invalidParams(`failed to deserialize solana_transaction::versioned::VersionedTransaction: ${error.message}`);
  }
}

function checkIndexes({ staticAccounts, instructions, header, addressTableLookups = [] }) {
  const loaded = addressTableLookups.reduce((sum, l) => sum + l.writableIndexes.length + l.readonlyIndexes.length, 0);
  const accounts = staticAccounts.length + loaded;
  if (header.numSignerAccounts < 1) throw new Error('no signer');
  if (accounts > ACCOUNTS_MAX) throw new Error(`${accounts} accounts`);
  if (header.numSignerAccounts + header.numReadonlyNonSignerAccounts > staticAccounts.length) throw new Error('header counts more keys than there are');
  if (header.numReadonlySignerAccounts >= header.numSignerAccounts) throw new Error('the fee payer must be writable');
  for (const { programAddressIndex, accountIndices = [] } of instructions) {
    if (programAddressIndex >= staticAccounts.length || programAddressIndex === 0) throw new Error('program index out of range');
    if (accountIndices.some((index) => index >= accounts)) throw new Error('account index out of range');
  }
}

function view(bytes, messageBytes, message) {
  const count = bytes[0];
  const signatures = Array.from({ length: count }, (_, i) => base58(bytes.subarray(1 + 64 * i, 65 + 64 * i)));
  return {
    bytes, messageBytes, message, signatures,
    signature: signatures[0],
    blockhash: message.lifetimeToken,
    staticKeys: [...message.staticAccounts],
    lookups: message.addressTableLookups ?? [],
  };
}

const TABLE_HEADER_BYTES = 56;

/** All keys a message names, in the runtime's order: static, loaded writable, loaded read-only. */
export function resolveKeys({ staticKeys, lookups }, tableData) {
  const writable = [], readonly = [];
  for (const { lookupTableAddress, writableIndexes, readonlyIndexes } of lookups) {
    const data = tableData(lookupTableAddress);
    const at = (index) => {
      const start = TABLE_HEADER_BYTES + 32 * index;
      return data && data.length >= start + 32 ? base58(data.subarray(start, start + 32)) : null;
    };
    writable.push(...writableIndexes.map(at));
    readonly.push(...readonlyIndexes.map(at));
  }
  // A key that cannot be resolved makes the runtime refuse the transaction by name.
  const known = (keys) => keys.filter((key) => key !== null);
  return { keys: [...staticKeys, ...known(writable), ...known(readonly)], writable: known(writable), readonly: known(readonly) };
}

/** Whether the account at this index is locked for writing. */
export function isWritable({ message: { header, staticAccounts } }, index, loadedWritable) {
  const { numSignerAccounts: signers, numReadonlySignerAccounts, numReadonlyNonSignerAccounts } = header;
  if (index < signers) return index < signers - numReadonlySignerAccounts;
  if (index < staticAccounts.length) return index < staticAccounts.length - numReadonlyNonSignerAccounts;
  return index < staticAccounts.length + loadedWritable;
}
