// One chain: the runtime, its slots and blockhashes, and what landed. Knows nothing of HTTP.
import { createRequire } from 'node:module';
import { RpcError, transactionError } from './errors.js';
import { parseMint, parseTokenAccount, uiAmount } from './tokens.js';
import { base58, isWritable, keyBytes, resolveKeys, sha256 } from './wire.js';

// The typed wrapper of litesvm cannot pass raw bytes; this is why its version is pinned exactly.
const { Account, Clock, FailedTransactionMetadata, LiteSvm } = createRequire(import.meta.url)('litesvm/dist/internal');

/** Blocks for which a blockhash is accepted. */
export const BLOCKHASH_BLOCKS = 150;
export const SLOTS_PER_EPOCH = 432_000;
const SLOT_HASHES_MAX = 512;
const TRANSACTIONS_KEPT = 20_000;
const SNAPSHOTS_MAX = 8;
/** The slot litesvm starts at. Heights trail slots on mainnet because slots are skipped; here by a fixed number. */
const SLOT_FIRST = 447_552_000, SKIPPED_BEFORE = 22_000_000;
const UNIX_TIME_FIRST = 1_790_000_000, SLOT_MS = 400;

/** Told by whoever starts the chain, so that the product's list is the only one. */
export const TIP_ACCOUNTS = (process.env.CHAIN_TIP_ACCOUNTS ?? '').split(',').filter((key) => key !== '');
if (TIP_ACCOUNTS.length === 0) throw new Error('CHAIN_TIP_ACCOUNTS names no account: give the tip accounts, separated by commas');

const SYSTEM_PROGRAM = '11111111111111111111111111111111';
const COMPUTE_BUDGET = 'ComputeBudget111111111111111111111111111111';
const BUILTINS = new Set([SYSTEM_PROGRAM, COMPUTE_BUDGET, 'Vote111111111111111111111111111111111111111',
  'BPFLoaderUpgradeab1e11111111111111111111111', 'BPFLoader2111111111111111111111111111111111', 'BPFLoader1111111111111111111111111111111111']);
const FEE_PER_SIGNATURE = 5_000n;
const SIMULATIONS_MAX = 1_000;

export class Chain {
  #svm;
  #snapshots = new Map();
  #snapshotsTaken = 0;

  constructor() {
    this.#svm = new LiteSvm();
    this.slot = SLOT_FIRST;
    this.height = SLOT_FIRST - SKIPPED_BEFORE;
    this.blockhashes = [];
    this.transactions = new Map();
    this.bundles = new Map();
    /** What the runtime itself took for each simulation, oldest first; the newest are kept. */
    this.simulationMicros = [];
    this.#configure();
    this.#svm.withNativeMints();
    this.#svm.setSlotHashes(Array.from({ length: SLOT_HASHES_MAX }, (_, i) => slotHash(this.slot - 1 - i)));
    this.#startBlock();
    // A tip below the rent minimum would fail on an empty account, which the real ones never are.
    const rent = this.#svm.minimumBalanceForRentExemption(0n);
    for (const tip of TIP_ACCOUNTS) this.setAccount(tip, { lamports: rent, owner: SYSTEM_PROGRAM, data: new Uint8Array(0) });
  }

  #configure() {
    // The window of 150 blocks and the check for duplicates are kept here: litesvm knows one hash only, and its history
    // would remember transactions of a bundle that was taken back.
    this.#svm.setBlockhashCheck(false);
    this.#svm.setTransactionHistory(0n);
    this.#svm.setSigverify(true);
  }

  #startBlock() {
    const time = BigInt(this.blockTime);
    const epoch = BigInt(Math.floor(this.slot / SLOTS_PER_EPOCH));
    this.#svm.setClock(new Clock(BigInt(this.slot), time, epoch, epoch + 1n, time));
    this.blockhashes.unshift({ hash: base58(sha256(`blockhash ${this.slot}`)), slot: this.slot, height: this.height });
    this.blockhashes.length = Math.min(this.blockhashes.length, BLOCKHASH_BLOCKS + 1);
  }

  get blockTime() { return UNIX_TIME_FIRST + Math.floor((this.slot - SLOT_FIRST) * SLOT_MS / 1000); }
  get genesisHash() { return base58(sha256('genesis')); }

  /** Skips slots without a block, then makes blocks, one a slot. */
  advance(blocks, skipped = 0) {
    const hashes = this.#svm.getSlotHashes().map(({ slot, hash }) => ({ slot, hash }));
    for (let i = 0; i < blocks; i++) {
      hashes.unshift(slotHash(this.slot));
      this.slot += 1 + (i === 0 ? skipped : 0);
      this.height += 1;
      this.#startBlock();
    }
    this.#svm.setSlotHashes(hashes.slice(0, SLOT_HASHES_MAX));
  }

  isRecent(blockhash) {
    return this.blockhashes.some(({ hash, height }) => hash === blockhash && this.height - height <= BLOCKHASH_BLOCKS);
  }

  account(key) {
    const account = this.#svm.getAccount(typeof key === 'string' ? keyBytes(key) : key);
    return account && account.lamports() > 0n ? account : null;
  }

  ownedBy(program) {
    return this.#svm.getProgramAccounts(keyBytes(program)).map((entry) => ({ key: base58(entry.address), account: entry.account() }))
      .filter(({ account }) => account.lamports() > 0n);
  }

  rentMinimum(bytes) { return this.#svm.minimumBalanceForRentExemption(BigInt(bytes)); }

  setAccount(key, { lamports, owner, data, executable = false }) {
    this.#svm.setAccount(keyBytes(key), new Account(BigInt(lamports), data, keyBytes(owner, 'owner'), executable, 2n ** 64n - 1n));
  }

  addProgram(id, bytes) { this.#svm.addProgram(keyBytes(id), bytes); }

  airdrop(key, lamports) {
    const result = this.#svm.airdrop(keyBytes(key), BigInt(lamports));
    if (result === null || result instanceof FailedTransactionMetadata) throw new RpcError(-32603, 'the airdrop account cannot pay this');
    const signature = base58(result.signature());
    this.#remember(signature, { slot: this.slot, err: null, blockTime: this.blockTime, meta: null, view: null });
    return signature;
  }

  resolve(view) { return resolveKeys(view, (table) => this.account(table)?.data()); }

  /** Why a transaction cannot be taken up at all, before the runtime is asked; null when it can. */
  refusal(view) {
    if (this.transactions.has(view.signature)) return 'AlreadyProcessed';
    return this.isRecent(view.blockhash) ? null : 'BlockhashNotFound';
  }

  /** Runs a transaction without keeping its effects. */
  simulate(view, { sigVerify }) {
    this.#svm.setSigverify(sigVerify);
    try {
      const begun = process.hrtime.bigint();
      const result = this.#svm.simulateVersionedTransaction(view.bytes);
      this.simulationMicros.push(Number((process.hrtime.bigint() - begun) / 1_000n));
      if (this.simulationMicros.length > SIMULATIONS_MAX) this.simulationMicros.shift();
      const failed = result instanceof FailedTransactionMetadata;
      const after = failed ? [] : result.postAccounts().map((entry) => [base58(entry.address), entry.account()]);
      return { err: failed ? transactionError(result.err()) : null, meta: result.meta(), after: new Map(after) };
    } finally {
      this.#svm.setSigverify(true);
    }
  }

  /** Runs a transaction. `landed` is false when the runtime did not even charge its fee. */
  execute(view) {
    const resolved = this.resolve(view);
    const before = this.#balances(resolved.keys);
    const result = this.#svm.sendVersionedTransaction(view.bytes);
    const failed = result instanceof FailedTransactionMetadata;
    const err = failed ? transactionError(result.err()) : null;
    const after = this.#balances(resolved.keys);
    const landed = !failed || before.lamports[0] !== after.lamports[0];
    const runtimeMeta = failed ? result.meta() : result;
    if (landed) {
      const meta = { err, fee: fee(view), before, after, resolved, runtime: runtimeMeta };
      this.#remember(view.signature, { slot: this.slot, err, blockTime: this.blockTime, meta, view });
    }
    return { err, landed, meta: runtimeMeta };
  }

  /** Runs transactions in order; the first failure puts every account back that they name. */
  executeBundle(views) {
    const kept = this.#keep(views);
    for (const view of views) {
      const refused = this.refusal(view);
      const { err } = refused ? { err: refused } : this.execute(view);
      if (err === null) continue;
      for (const { signature } of views) if (!kept.known.has(signature)) this.transactions.delete(signature);
      for (const [key, account] of kept.accounts) this.#putBack(key, account);
      return { err, failedAt: view.signature };
    }
    return { err: null };
  }

  #keep(views) {
    const accounts = new Map();
    for (const view of views) for (const key of this.resolve(view).keys) accounts.set(key, this.account(key));
    return { accounts, known: new Set(views.map((v) => v.signature).filter((s) => this.transactions.has(s))) };
  }

  #putBack(key, account) {
    const now = this.account(key);
    const same = now === null ? account === null : account !== null && now.lamports() === account.lamports()
      && Buffer.compare(now.data(), account.data()) === 0 && Buffer.compare(now.owner(), account.owner()) === 0;
    if (same) return;
    this.#svm.setAccount(keyBytes(key), account ?? new Account(0n, new Uint8Array(0), new Uint8Array(32), false, 0n));
  }

  #balances(keys) {
    const accounts = keys.map((key) => this.account(key));
    const tokens = [];
    accounts.forEach((account, accountIndex) => {
      const token = parseTokenAccount(account);
      const mint = token && parseMint(this.account(token.mint));
      if (mint) tokens.push({ accountIndex, mint: token.mint, owner: token.owner, programId: token.program, uiTokenAmount: uiAmount(token.amount, mint.decimals) });
    });
    return { lamports: accounts.map((account) => account?.lamports() ?? 0n), tokens };
  }

  #remember(signature, entry) {
    this.transactions.set(signature, entry);
    if (this.transactions.size > TRANSACTIONS_KEPT) this.transactions.delete(this.transactions.keys().next().value);
  }

  snapshot() {
    if (this.#snapshots.size >= SNAPSHOTS_MAX) throw new RpcError(-32602, `at most ${SNAPSHOTS_MAX} snapshots are kept; restore or drop one`);
    const id = `snapshot-${++this.#snapshotsTaken}`;
    this.#snapshots.set(id, {
      svm: this.#svm.toBytes(), slot: this.slot, height: this.height, blockhashes: [...this.blockhashes],
      transactions: new Map(this.transactions), bundles: new Map(this.bundles),
    });
    return id;
  }

  restore(id) {
    const kept = this.#snapshots.get(id);
    if (!kept) throw new RpcError(-32602, `no snapshot ${id}`);
    this.#svm = LiteSvm.fromBytes(kept.svm);
    this.#configure();
    Object.assign(this, { slot: kept.slot, height: kept.height, blockhashes: [...kept.blockhashes],
      transactions: new Map(kept.transactions), bundles: new Map(kept.bundles) });
  }

  drop(id) { return this.#snapshots.delete(id); }

  writesTip(view) {
    const { keys, writable } = this.resolve(view);
    return keys.some((key, index) => TIP_ACCOUNTS.includes(key) && isWritable(view, index, writable.length));
  }
}

const slotHash = (slot) => ({ slot: BigInt(slot), hash: base58(sha256(`bank ${slot}`)) });

/** 5,000 lamports a signature plus the compute-unit price times the limit, in micro-lamports, rounded up. */
function fee({ message, signatures }) {
  const programs = message.instructions.map(({ programAddressIndex }) => message.staticAccounts[programAddressIndex]);
  let price = 0n;
  let limit = BigInt(programs.reduce((sum, program) => sum + (BUILTINS.has(program) ? 3_000 : 200_000), 0));
  message.instructions.forEach(({ data = [] }, index) => {
    if (programs[index] !== COMPUTE_BUDGET) return;
    const bytes = Buffer.from(data);
    if (bytes[0] === 2) limit = BigInt(bytes.readUInt32LE(1));
    if (bytes[0] === 3) price = bytes.readBigUInt64LE(1);
  });
  if (limit > 1_400_000n) limit = 1_400_000n;
  return FEE_PER_SIGNATURE * BigInt(signatures.length) + (price * limit + 999_999n) / 1_000_000n;
}

