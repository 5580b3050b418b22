// What only a test may do: move slots, write accounts, load programs, keep and restore the state, and lie.
import { readFileSync } from 'node:fs';
import { invalidParams } from './errors.js';
import { integer, list, options, text, u64 } from './params.js';

const BLOCKS_MAX = 100_000, ACCOUNTS_MAX = 1_000, DATA_BYTES_MAX = 10 * 1024 * 1024;
/** EM_BPF and EM_SBPF. */
const MACHINES = new Set([247, 263]);
const BUNDLE_FAULTS = ['fail', 'hide'];

/** Faults that were asked for and have not happened yet. */
export class Faults {
  #nextBundle = null;
  setNextBundle(fault) { this.#nextBundle = fault; }
  takeNextBundle() {
    const fault = this.#nextBundle;
    this.#nextBundle = null;
    return fault;
  }
}

export const controlMethods = (chain, faults) => ({
  /** [{ blocks, skipped }]: skipped slots make no block, so heights and blockhashes do not move with them. */
  advance([config]) {
    const { blocks = 1, skipped = 0 } = options(config);
    if (integer(blocks, 'blocks', BLOCKS_MAX) === 0) throw invalidParams('Invalid params: at least one block');
    chain.advance(blocks, integer(skipped, 'skipped', BLOCKS_MAX));
    return { slot: chain.slot, blockHeight: chain.height };
  },

  /** [[{ pubkey, lamports, owner, data (base64), executable }]]: lamports 0 removes the account. */
  setAccounts([accounts]) {
    for (const { pubkey, lamports, owner, data = '', executable = false } of list(accounts, 'accounts', ACCOUNTS_MAX).map(options)) {
      const bytes = new Uint8Array(Buffer.from(text(data, 'data'), 'base64'));
      if (bytes.length > DATA_BYTES_MAX) throw invalidParams(`Invalid params: data above ${DATA_BYTES_MAX} bytes`);
      chain.setAccount(text(pubkey, 'pubkey'), { lamports: u64(lamports, 'lamports'), owner: text(owner, 'owner'), data: bytes, executable });
    }
    return null;
  },

  /** [programId, path of an ELF file on this machine] */
  loadProgram([id, path]) {
    loadProgram(chain, text(id, 'program id'), text(path, 'path'));
    return null;
  },

  snapshot: () => chain.snapshot(),
  /** A fault that nobody met belongs to the state that is given up: the next test must not meet it. */
  restore([id]) {
    chain.restore(text(id, 'snapshot id'));
    faults.setNextBundle(null);
    return null;
  },
  dropSnapshot: ([id]) => chain.drop(text(id, 'snapshot id')),

  /** [wallet]: every transaction it paid for that is on the chain, oldest first. */
  landed([wallet]) {
    const payer = text(wallet, 'wallet');
    return [...chain.transactions].filter(([, { view }]) => view?.staticKeys[0] === payer)
      .map(([signature, { slot, err, view }]) => ({ signature, slot, err, bytes: Buffer.from(view.bytes).toString('base64') }));
  },

  /** What the runtime itself took for each simulation since this was asked last, microseconds. */
  simulationMicros: () => chain.simulationMicros.splice(0),

  /** [fault]: "fail" drops the next bundle untried; "hide" lands it and answers that it failed. */
  faultNextBundle([fault]) {
    if (!BUNDLE_FAULTS.includes(fault)) throw invalidParams(`Invalid params: fault is one of ${BUNDLE_FAULTS.join(', ')}`);
    faults.setNextBundle(fault);
    return null;
  },
});

/** Loads an ELF file of this machine as a program; what is none is refused with the name of the file. */
export function loadProgram(chain, id, path) {
  const bytes = readProgram(path);
  try { chain.addProgram(id, bytes); } catch (error) { throw invalidParams(`${path} cannot be loaded as ${id}: ${error.message}`); }
}

function readProgram(path) {
  let bytes;
  try { bytes = readFileSync(path); } catch (error) { throw invalidParams(`cannot read the program: ${error.message}`); }
  // A file that is no ELF would abort the runtime.
  if (bytes.length < 64 || bytes.readUInt32BE(0) !== 0x7f454c46) throw invalidParams(`${path} is not an ELF file`);
  if (!MACHINES.has(bytes.readUInt16LE(18))) throw invalidParams(`${path} is a program for another machine`);
  return new Uint8Array(bytes);
}
