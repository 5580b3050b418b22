// RPC methods about the cluster, slots, heights and blockhashes.
import { BLOCKHASH_BLOCKS, SLOTS_PER_EPOCH } from './chain.js';
import { checkMinContextSlot, depth, integer, list, options, text, withContext } from './params.js';

export const blockMethods = (chain) => ({
  getHealth: () => 'ok',
  getVersion: () => ({ 'solana-core': '4.3.0', 'feature-set': 0 }),
  getGenesisHash: () => chain.genesisHash,

  getSlot([config]) {
    const { commitment, minContextSlot } = options(config);
    checkMinContextSlot(chain, { minContextSlot });
    return chain.slot - depth(commitment);
  },

  getBlockHeight([config]) {
    const { commitment, minContextSlot } = options(config);
    checkMinContextSlot(chain, { minContextSlot });
    return chain.height - depth(commitment);
  },

  getEpochInfo([config]) {
    const behind = depth(options(config).commitment);
    const slot = chain.slot - behind;
    return {
      absoluteSlot: slot, blockHeight: chain.height - behind, epoch: Math.floor(slot / SLOTS_PER_EPOCH),
      slotIndex: slot % SLOTS_PER_EPOCH, slotsInEpoch: SLOTS_PER_EPOCH, transactionCount: chain.transactions.size,
    };
  },

  getLatestBlockhash([config]) {
    const { commitment, minContextSlot } = options(config);
    checkMinContextSlot(chain, { minContextSlot });
    const at = chain.blockhashes[Math.min(depth(commitment), chain.blockhashes.length - 1)];
    return withContext(chain, { blockhash: at.hash, lastValidBlockHeight: at.height + BLOCKHASH_BLOCKS });
  },

  isBlockhashValid([hash, config]) {
    checkMinContextSlot(chain, options(config));
    return withContext(chain, chain.isRecent(text(hash, 'blockhash')));
  },

  getMinimumBalanceForRentExemption: ([bytes]) => chain.rentMinimum(integer(bytes, 'length', 10 * 1024 * 1024)),

  getRecentPrioritizationFees([keys]) {
    list(keys ?? [], 'addresses', 128);
    return chain.blockhashes.slice(0, BLOCKHASH_BLOCKS).map(({ slot }) => ({ slot, prioritizationFee: 0 })).reverse();
  },
});
