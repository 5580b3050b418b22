// The block engine's methods (jito-labs/jito-docs, lowlatencytxnsend.md). A bundle is tried at once, in the present slot.
import { invalidParams } from './errors.js';
import { TIP_ACCOUNTS } from './chain.js';
import { commitmentAt, list, options, text, withContext } from './params.js';
import { decodeTransaction, sha256, transactionBytes } from './wire.js';

const BUNDLE_MAX = 5, BUNDLES_KEPT = 5_000;
const bundleId = (views) => Buffer.from(sha256(views.map((view) => view.signature).join(','))).toString('hex');

export const jitoMethods = (chain, faults) => ({
  getTipAccounts: () => TIP_ACCOUNTS,

  sendBundle([transactions, config]) {
    const encoding = options(config).encoding ?? 'base58';
    const views = list(transactions, 'transactions', BUNDLE_MAX).map((encoded) => decodeTransaction(transactionBytes(encoded, encoding)));
    if (views.length === 0) throw invalidParams('Bundles must contain at least one transaction');
    if (new Set(views.map((view) => view.signature)).size < views.length) throw invalidParams('Bundle contains duplicate transactions');
    if (!views.some((view) => chain.writesTip(view)))
      throw invalidParams('Bundles must write lock at least one tip account to be eligible for the auction.');
    const id = bundleId(views);
    // The same bundle again is the same bundle: its first fate stands.
    if (!chain.bundles.has(id)) remember(chain, id, settle(chain, views, faults.takeNextBundle()));
    return id;
  },

  getBundleStatuses([ids]) {
    return withContext(chain, list(ids, 'bundle ids', BUNDLE_MAX).map((id) => {
      const bundle = chain.bundles.get(text(id, 'bundle id'));
      if (!bundle?.landed || bundle.hidden) return null;
      return {
        bundle_id: id, transactions: bundle.transactions, slot: bundle.slot,
        confirmation_status: commitmentAt(chain.slot - bundle.slot), err: { Ok: null },
      };
    }));
  },

  getInflightBundleStatuses([ids]) {
    return withContext(chain, list(ids, 'bundle ids', BUNDLE_MAX).map((id) => {
      const bundle = chain.bundles.get(text(id, 'bundle id'));
      if (!bundle) return { bundle_id: id, status: 'Invalid', landed_slot: null };
      const landed = bundle.landed && !bundle.hidden;
      return { bundle_id: id, status: landed ? 'Landed' : 'Failed', landed_slot: landed ? bundle.slot : null };
    }));
  },
});

/** What becomes of a bundle: "fail" never tries it, "hide" lands it and says it failed. */
function settle(chain, views, fault) {
  const transactions = views.map((view) => view.signature);
  const err = fault === 'fail' ? 'dropped' : chain.executeBundle(views).err;
  return { transactions, landed: err === null, err, hidden: fault === 'hide', slot: chain.slot };
}

function remember(chain, id, bundle) {
  chain.bundles.set(id, bundle);
  if (chain.bundles.size > BUNDLES_KEPT) chain.bundles.delete(chain.bundles.keys().next().value);
}
