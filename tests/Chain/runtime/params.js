// Parameters of a call, read strictly: a wrong type is the caller's mistake, never a default.
import { RpcError, invalidParams } from './errors.js';

export function text(value, what) {
  if (typeof value !== 'string') throw invalidParams(`Invalid params: ${what} must be a string`);
  return value;
}

export function integer(value, what, max = Number.MAX_SAFE_INTEGER) {
  if (!Number.isSafeInteger(value) || value < 0 || value > max) throw invalidParams(`Invalid params: ${what} must be an integer from 0 to ${max}`);
  return value;
}

/** A u64 given as a number, or as decimal text when it may not fit a double. */
export function u64(value, what) {
  const amount = typeof value === 'string' && /^\d{1,20}$/.test(value) ? BigInt(value) : BigInt(integer(value, what));
  if (amount >= 2n ** 64n) throw invalidParams(`Invalid params: ${what} must be below 2^64`);
  return amount;
}

export function list(value, what, max) {
  if (!Array.isArray(value)) throw invalidParams(`Invalid params: ${what} must be an array`);
  if (value.length > max) throw invalidParams(`Too many inputs provided; max ${max}`);
  return value;
}

export function options(value) {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) throw invalidParams('Invalid params: the configuration must be an object');
  return value;
}

const COMMITMENTS = { processed: 0, confirmed: 1, finalized: 32 };

/** Slots behind the newest one at which a commitment stands here. Nodes answer at "finalized" unless told otherwise. */
export function depth(commitment = 'finalized') {
  if (!(commitment in COMMITMENTS)) throw invalidParams(`Invalid params: unknown commitment ${commitment}`);
  return COMMITMENTS[commitment];
}

export function commitmentAt(slotsBehind) {
  return slotsBehind >= COMMITMENTS.finalized ? 'finalized' : slotsBehind >= COMMITMENTS.confirmed ? 'confirmed' : 'processed';
}

export function checkMinContextSlot(chain, { minContextSlot }) {
  if (minContextSlot !== undefined && integer(minContextSlot, 'minContextSlot') > chain.slot)
    throw new RpcError(-32016, 'Minimum context slot has not been reached', { contextSlot: chain.slot });
}

export const withContext = (chain, value) => ({ context: { apiVersion: '4.3.0', slot: chain.slot }, value });
