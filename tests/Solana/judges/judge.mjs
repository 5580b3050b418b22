// Answers quote requests, one JSON object a line, with the venues' own libraries. Integers travel as decimal text.
import { createInterface } from "node:readline";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const [whirlpool, dlmm, damm, raydium, BN, web3] = [
  require("@orca-so/whirlpools-core"),
  require("@meteora-ag/dlmm"),
  require("@meteora-ag/cp-amm-sdk"),
  require("@raydium-io/raydium-sdk-v2"),
  require("bn.js"),
  require("@solana/web3.js"),
];

const tick = (net) => ({
  initialized: net !== null,
  liquidityNet: BigInt(net ?? 0),
  liquidityGross: 0n,
  feeGrowthOutsideA: 0n,
  feeGrowthOutsideB: 0n,
  rewardGrowthsOutside: [0n, 0n, 0n],
});

function quoteWhirlpool(q) {
  const pool = {
    feeTierIndexSeed: new Uint8Array([q.feeTierIndex & 255, q.feeTierIndex >> 8]),
    tickSpacing: q.tickSpacing,
    feeRate: q.feeRate,
    protocolFeeRate: 300,
    liquidity: BigInt(q.liquidity),
    sqrtPrice: BigInt(q.sqrtPrice),
    tickCurrentIndex: q.tick,
    feeGrowthGlobalA: 0n,
    feeGrowthGlobalB: 0n,
    rewardLastUpdatedTimestamp: 0n,
    rewardInfos: Array(3).fill({ emissionsPerSecondX64: 0n, growthGlobalX64: 0n }),
  };
  const oracle = q.oracle && {
    tradeEnableTimestamp: 0n,
    adaptiveFeeConstants: q.oracle.constants,
    adaptiveFeeVariables: {
      ...q.oracle.variables,
      lastReferenceUpdateTimestamp: BigInt(q.oracle.variables.lastReferenceUpdateTimestamp),
      lastMajorSwapTimestamp: BigInt(q.oracle.variables.lastMajorSwapTimestamp),
    },
  };
  const arrays = q.arrays.map((a) => ({ startTickIndex: a.start, ticks: a.net.map(tick) }));
  const ask = q.exactIn ? whirlpool.swapQuoteByInputToken : whirlpool.swapQuoteByOutputToken;
  const r = ask(BigInt(q.amount), q.exactIn === q.aToB, 0, pool, oracle || undefined, arrays, BigInt(q.now));
  return q.exactIn
    ? { in: r.tokenIn, out: r.tokenEstOut, fee: r.tradeFee }
    : { in: r.tokenEstIn, out: r.tokenOut, fee: r.tradeFee };
}

function quoteDlmm(q) {
  Date.now = () => q.now * 1000;
  const none = web3.PublicKey.default;
  const mint = { mint: { tlvData: Buffer.alloc(0) } };
  const pair = {
    activeId: q.activeId,
    binStep: q.binStep,
    parameters: q.parameters,
    vParameters: { ...q.volatility, lastUpdateTimestamp: new BN(q.volatility.lastUpdateTimestamp) },
    binArrayBitmap: q.bitmap.map((w) => new BN(w)),
    rewardInfos: [{ mint: none }, { mint: none }],
  };
  const arrays = q.arrays.map((a) => ({
    publicKey: none,
    account: {
      index: new BN(a.index),
      bins: a.bins.map(([x, y, price, open, processed, asks]) => ({
        amountX: new BN(x),
        amountY: new BN(y),
        price: new BN(price),
        openOrderAmount: new BN(open),
        processedOrderRemainingAmount: new BN(processed),
        limitOrderAskSide: asks ? 1 : 0,
      })),
    },
  }));
  const pool = new dlmm(none, null, pair, null, mint, mint, [], { epoch: new BN(0) }, {});
  if (q.exactIn) {
    const r = pool.swapQuote(new BN(q.amount), q.xToY, new BN(0), arrays, false);
    return { in: r.consumedInAmount, out: r.outAmount, fee: r.fee };
  }
  const r = pool.swapQuoteExactOut(new BN(q.amount), q.xToY, new BN(0), arrays);
  return { in: r.inAmount, out: r.outAmount, fee: r.fee };
}

function quoteDamm(q) {
  const pool = damm.cpAmmCoder.accounts.decode("Pool", Buffer.from(q.account, "base64"));
  const camel = (o) =>
    o && o.constructor === Object
      ? Object.fromEntries(Object.entries(o).map(([k, v]) => [k.replace(/_([a-z0-9])/g, (_, c) => c.toUpperCase()), camel(v)]))
      : o;
  const state = camel(pool);
  const direction = q.aToB ? 0 : 1;
  const mode = damm.getFeeMode(state.collectFeeMode, direction, false);
  const ask = q.exactIn ? damm.getSwapResultFromExactInput : damm.getSwapResultFromExactOutput;
  const r = ask(state, new BN(q.amount), mode, direction, new BN(q.point));
  return { in: r.includedFeeInputAmount, out: r.outputAmount, fee: r.claimingFee.add(r.compoundingFee).add(r.protocolFee) };
}

const decode = (layout, text) => layout.decode(Buffer.from(text, "base64"));

// The arrays come in the order in which the price meets them.
function quoteClmm(q) {
  const none = web3.PublicKey.default;
  const r = raydium.swapInternal({
    programId: none,
    poolId: none,
    poolInfo: decode(raydium.PoolInfoLayout, q.pool),
    configInfo: decode(raydium.ClmmConfigLayout, q.config),
    tickArrays: q.arrays.map((a) => ({ address: none, value: decode(raydium.TickArrayLayout, a) })),
    tickarrayBitmapExtension: null,
    amountSpecified: new BN(q.amount),
    sqrtPriceLimitX64: new BN(0),
    zeroForOne: q.zeroForOne,
    isBaseInput: q.exactIn,
    blockTimestamp: q.now,
    includeExtraTickArrays: false,
  });
  if (!r.allTrade) throw new Error("not all was traded");
  return { in: q.exactIn ? q.amount : r.amountCalculated, out: q.exactIn ? r.amountCalculated : q.amount, fee: r.feeAmount };
}

function quoteCpmm(q) {
  const ask = q.exactIn ? raydium.CurveCalculator.swapBaseInput : raydium.CurveCalculator.swapBaseOutput;
  const [amount, x, y, trade, creator] = [q.amount, q.reserveIn, q.reserveOut, q.tradeFeeRate, q.creatorFeeRate].map((n) => new BN(n));
  const r = ask(amount, x, y, trade, creator, new BN(0), new BN(0), q.creatorFeeOnInput);
  return { in: r.inputAmount, out: r.outputAmount, fee: r.tradeFee.add(r.creatorFee) };
}

const judges = { clmm: quoteClmm, cpmm: quoteCpmm, whirlpool: quoteWhirlpool, dlmm: quoteDlmm, damm: quoteDamm };

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  let answer;
  try {
    answer = judges[question.kind](question);
    for (const key of Object.keys(answer)) answer[key] = answer[key].toString();
  } catch (fault) {
    answer = { error: String(fault?.message ?? fault) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
