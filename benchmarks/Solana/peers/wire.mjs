// @solana/web3.js at the work our benchmark does: reads one JSON document from standard input, prints one.
import { AddressLookupTableAccount, Keypair, PublicKey, TransactionInstruction, TransactionMessage, VersionedTransaction } from '@solana/web3.js';

let text = '';
for await (const chunk of process.stdin) text += chunk;
const given = JSON.parse(text);

/** Median of slices of at least 20 ms each, in microseconds a call. */
function microseconds(seconds, action) {
  const slices = [];
  for (let i = 0; i < 200; i++) action();
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    const begun = performance.now();
    let calls = 0;
    while (performance.now() - begun < 20) { action(); calls++; }
    slices.push((performance.now() - begun) * 1000 / calls);
  }
  return slices.sort((a, b) => a - b)[Math.floor(slices.length / 2)];
}

const payer = Keypair.fromSeed(Buffer.from(given.seed, 'base64'));
const table = new AddressLookupTableAccount({
  key: new PublicKey(given.table),
  state: { deactivationSlot: 2n ** 64n - 1n, lastExtendedSlot: 0, lastExtendedSlotStartIndex: 0, addresses: given.addresses.map((key) => new PublicKey(key)) },
});
// Made once, outside the measurement: the peer is only asked to compile, sign and encode.
const instructions = given.instructions.map((one) => new TransactionInstruction({
  programId: new PublicKey(one.program), data: Buffer.from(one.data, 'base64'),
  keys: one.accounts.map(([key, isSigner, isWritable]) => ({ pubkey: new PublicKey(key), isSigner, isWritable })),
}));

function build() {
  const message = new TransactionMessage({ payerKey: payer.publicKey, recentBlockhash: given.blockhash, instructions }).compileToV0Message([table]);
  const transaction = new VersionedTransaction(message);
  transaction.sign([payer]);
  return transaction.serialize();
}

const wire = given.wire.map((one) => Buffer.from(one, 'base64'));
let at = 0;
const key = Buffer.from(given.key, 'base64');
const keyText = new PublicKey(key).toBase58();
process.stdout.write(JSON.stringify({
  transaction: Buffer.from(build()).toString('base64'),
  build: microseconds(given.seconds, build),
  decode: microseconds(given.seconds, () => VersionedTransaction.deserialize(wire[at++ % wire.length])),
  encodeKey: microseconds(given.seconds / 2, () => new PublicKey(key).toBase58()),
  decodeKey: microseconds(given.seconds / 2, () => new PublicKey(keyText)),
}));
