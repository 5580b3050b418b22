// RPC methods that simulate, send and look up transactions.
import { RpcError, describe, invalidParams } from './errors.js';
import { encodeAccount } from './accounts.js';
import { checkMinContextSlot, commitmentAt, depth, list, options, text, u64, withContext } from './params.js';
import { base58, decodeTransaction, transactionBytes } from './wire.js';

const STATUSES_MAX = 256;
/** Blocks a status stays without searching the history, as on a node. */
const STATUS_BLOCKS = 150;

export const transactionMethods = (chain) => ({
  requestAirdrop: ([key, lamports]) => chain.airdrop(text(key, 'pubkey'), u64(lamports, 'lamports')),

  simulateTransaction([encoded, config]) {
    const settings = options(config);
    checkMinContextSlot(chain, settings);
    if (settings.sigVerify && settings.replaceRecentBlockhash) throw invalidParams('sigVerify may not be used with replaceRecentBlockhash');
    const view = decodeTransaction(transactionBytes(encoded, settings.encoding ?? 'base58'));
    return withContext(chain, simulate(chain, view, settings));
  },

  sendTransaction([encoded, config]) {
    const settings = options(config);
    checkMinContextSlot(chain, settings);
    const view = decodeTransaction(transactionBytes(encoded, settings.encoding ?? 'base58'));
    if (!settings.skipPreflight) preflight(chain, view);
    // Without preflight a node answers the signature whatever becomes of the transaction.
    if (chain.refusal(view) === null) chain.execute(view);
    return view.signature;
  },

  getSignatureStatuses([signatures, config]) {
    const searchHistory = options(config).searchTransactionHistory === true;
    return withContext(chain, list(signatures, 'signatures', STATUSES_MAX).map((signature) => {
      const found = chain.transactions.get(text(signature, 'signature'));
      if (!found) return null;
      const behind = chain.slot - found.slot;
      if (behind > STATUS_BLOCKS && !searchHistory) return null;
      const confirmationStatus = commitmentAt(behind);
      return {
        slot: found.slot, confirmations: confirmationStatus === 'finalized' ? null : behind, err: found.err,
        status: statusOf(found.err), confirmationStatus,
      };
    }));
  },

  getTransaction([signature, config]) {
    const settings = typeof config === 'string' ? { encoding: config } : options(config);
    const found = chain.transactions.get(text(signature, 'signature'));
    if (!found?.view || chain.slot - found.slot < depth(settings.commitment)) return null;
    const { message } = found.view;
    if (message.version === 0 && settings.maxSupportedTransactionVersion === undefined)
      throw new RpcError(-32015, 'Transaction version (0) is not supported by the requesting client. Please try the request again with the following configuration parameter: "maxSupportedTransactionVersion": 0');
    return {
      slot: found.slot, blockTime: found.blockTime, meta: encodeMeta(found.meta),
      transaction: encodeTransaction(found.view, settings.encoding ?? 'json'),
      version: settings.maxSupportedTransactionVersion === undefined ? undefined : message.version,
    };
  },
});

const statusOf = (err) => (err === null ? { Ok: null } : { Err: err });

function preflight(chain, view) {
  const result = simulate(chain, view, { sigVerify: true });
  if (result.err === null) return;
  if (result.err === 'SignatureFailure') throw new RpcError(-32003, 'Transaction signature verification failure');
  throw new RpcError(-32002, `Transaction simulation failed: ${describe(result.err)}`, result);
}

function simulate(chain, view, { sigVerify = false, replaceRecentBlockhash = false, accounts, innerInstructions = false }) {
  const newest = chain.blockhashes[0];
  const refused = replaceRecentBlockhash ? null : chain.refusal(view);
  const outcome = refused ? { err: refused, meta: null, after: new Map() } : chain.simulate(view, { sigVerify });
  const addresses = list(accounts?.addresses ?? [], 'accounts.addresses', 64);
  const keys = chain.resolve(view).keys;
  return {
    err: outcome.err,
    logs: outcome.meta?.logs() ?? [],
    accounts: accounts === undefined ? null : addresses.map((key) => (outcome.err !== null ? null
      : encodeAccount(settled(outcome.after.get(text(key, 'address')) ?? chain.account(key)), { encoding: accounts.encoding }))),
    unitsConsumed: outcome.meta?.computeUnitsConsumed() ?? 0,
    returnData: outcome.meta ? returnData(outcome.meta) : null,
    innerInstructions: innerInstructions && outcome.meta ? partiallyDecoded(outcome.meta, keys) : null,
    replacementBlockhash: replaceRecentBlockhash ? { blockhash: newest.hash, lastValidBlockHeight: newest.height + STATUS_BLOCKS } : undefined,
  };
}

const settled = (account) => (account && account.lamports() > 0n ? account : null);

function returnData(meta) {
  const data = meta.returnData();
  const bytes = Buffer.from(data.data());
  return bytes.length === 0 ? null : { programId: base58(data.programId()), data: [bytes.toString('base64'), 'base64'] };
}

function groups(meta, write) {
  return meta.innerInstructions().map((instructions, index) => ({ index, instructions: instructions.map(write) }))
    .filter(({ instructions }) => instructions.length > 0);
}

const partiallyDecoded = (meta, keys) => groups(meta, (inner) => {
  const instruction = inner.instruction();
  return {
    programId: keys[instruction.programIdIndex()], accounts: [...instruction.accounts()].map((index) => keys[index]),
    data: base58(instruction.data()), stackHeight: inner.stackHeight(),
  };
});

const compiled = (meta) => groups(meta, (inner) => {
  const instruction = inner.instruction();
  return {
    programIdIndex: instruction.programIdIndex(), accounts: [...instruction.accounts()],
    data: base58(instruction.data()), stackHeight: inner.stackHeight(),
  };
});

function encodeMeta(meta) {
  if (!meta) return null;
  return {
    err: meta.err, status: statusOf(meta.err), fee: meta.fee,
    preBalances: meta.before.lamports, postBalances: meta.after.lamports,
    preTokenBalances: meta.before.tokens, postTokenBalances: meta.after.tokens,
    innerInstructions: compiled(meta.runtime), logMessages: meta.runtime.logs(),
    loadedAddresses: { writable: meta.resolved.writable, readonly: meta.resolved.readonly },
    returnData: returnData(meta.runtime) ?? undefined, computeUnitsConsumed: meta.runtime.computeUnitsConsumed(), rewards: [],
  };
}

function encodeTransaction({ bytes, signatures, message, blockhash, staticKeys, lookups }, encoding) {
  if (encoding === 'base64') return [Buffer.from(bytes).toString('base64'), 'base64'];
  if (encoding === 'base58') return [base58(bytes), 'base58'];
  if (encoding !== 'json') throw invalidParams(`unsupported encoding: ${encoding}. Supported encodings: base58, base64, json`);
  const { numSignerAccounts, numReadonlySignerAccounts, numReadonlyNonSignerAccounts } = message.header;
  return {
    signatures,
    message: {
      header: {
        numRequiredSignatures: numSignerAccounts, numReadonlySignedAccounts: numReadonlySignerAccounts,
        numReadonlyUnsignedAccounts: numReadonlyNonSignerAccounts,
      },
      accountKeys: staticKeys, recentBlockhash: blockhash,
      instructions: message.instructions.map(({ programAddressIndex, accountIndices = [], data = [] }) => (
        { programIdIndex: programAddressIndex, accounts: accountIndices, data: base58(new Uint8Array(data)), stackHeight: 1 })),
      addressTableLookups: message.version === 0
        ? lookups.map(({ lookupTableAddress, writableIndexes, readonlyIndexes }) => (
          { accountKey: lookupTableAddress, writableIndexes: [...writableIndexes], readonlyIndexes: [...readonlyIndexes] }))
        : undefined,
    },
  };
}
