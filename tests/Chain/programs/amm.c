// A stand-in for Raydium's constant-product AMM (CPMM): swap_base_input and swap_base_output, and nothing else.
// It is our copy of the rules of raydium-io/raydium-cp-swap (curve/, states/pool.rs, instructions/swap_*.rs): same accounts,
// layouts, fees, rounding, error numbers and event. It leaves out Token-2022 (refused with 6007) and the price observations.
#include "sbf.h"

extern void abort(void);

enum {
    INSTRUCTION_UNKNOWN = 101, INSTRUCTION_UNREADABLE = 102, CONSTRAINT_MUT = 2000, CONSTRAINT_RAW = 2003, CONSTRAINT_SEEDS = 2006,
    CONSTRAINT_ADDRESS = 2012, REQUIRE_GT = 2505, DISCRIMINATOR_MISMATCH = 3002, NOT_ENOUGH_KEYS = 3005,
    WRONG_OWNER = 3007, NOT_SIGNER = 3010, NOT_INITIALIZED = 3012,
    NOT_APPROVED = 6000, EXCEEDED_SLIPPAGE = 6005, MINT_NOT_SUPPORTED = 6007, INVALID_VAULT = 6008, MATH_OVERFLOW = 6011,
    INSUFFICIENT_VAULT = 6012, INVALID_FEE_MODEL = 6013,
};
// sha256("global:swap_base_input"), "global:swap_base_output", "account:PoolState", "account:AmmConfig", "event:SwapEvent": first 8 bytes.
#define SWAP_BASE_INPUT 0xde331ec4da5abe8full
#define SWAP_BASE_OUTPUT 0xadb44aa35662d937ull
#define POOL_STATE 0x46dec3d7f5e3edf7ull
#define AMM_CONFIG 0x6f2bcbcb6821f4daull
#define SWAP_EVENT 0xe2710826e8cdc640ull
// Byte offsets: PoolState, then AmmConfig, then token account and mint.
enum {
    CONFIG = 8, VAULT_0 = 72, VAULT_1 = 104, PROGRAM_0 = 232, PROGRAM_1 = 264, OBSERVATION = 296, AUTHORITY_BUMP = 328, STATUS = 329,
    PROTOCOL_FEES = 341, FUND_FEES = 357, OPEN_TIME = 373, RECENT_EPOCH = 381, CREATOR_FEE_ON = 389, CREATOR_FEE_ENABLED = 390,
    CREATOR_FEES = 397, POOL_BYTES = 637,
    TRADE_RATE = 12, PROTOCOL_RATE = 20, FUND_RATE = 28, CREATOR_RATE = 108, CONFIG_BYTES = 236,
    TOKEN_MINT = 0, TOKEN_AMOUNT = 64, TOKEN_BYTES = 165, MINT_DECIMALS = 44, MINT_BYTES = 82,
};
enum { SWAP_DISABLED = 4, ACCOUNT_COUNT = 13, EVENT_BYTES = 170 };
#define RATE_ONE 1000000ull

enum { PAYER, AUTHORITY, AMM, POOL, USER_IN, USER_OUT, VAULT_IN, VAULT_OUT, PROGRAM_IN, PROGRAM_OUT, MINT_IN, MINT_OUT, OBSERVATIONS };

INLINE u64 check_types(const Input* in) {
    if (in->count < ACCOUNT_COUNT) return NOT_ENOUGH_KEYS;
    if (!ACCOUNTS[PAYER].is_signer) return NOT_SIGNER;
    for (u64 i = AMM; i <= POOL; i++) {
        if (!same_key(ACCOUNTS[i].owner, in->program)) return WRONG_OWNER;
        if (ACCOUNTS[i].length != (i == AMM ? CONFIG_BYTES : POOL_BYTES)) return DISCRIMINATOR_MISMATCH;
        if (load64(ACCOUNTS[i].data) != (i == AMM ? AMM_CONFIG : POOL_STATE)) return DISCRIMINATOR_MISMATCH;
    }
    // Token-2022 accounts would need its transfer fees; plain SPL Token has none.
    for (u64 i = USER_IN; i <= VAULT_OUT; i++) {
        if (*ACCOUNTS[i].lamports == 0) return NOT_INITIALIZED;
        if (ACCOUNTS[i].length != TOKEN_BYTES) return MINT_NOT_SUPPORTED;
    }
    if (ACCOUNTS[MINT_IN].length != MINT_BYTES || ACCOUNTS[MINT_OUT].length != MINT_BYTES) return MINT_NOT_SUPPORTED;
    return 0;
}

INLINE u64 check_constraints(const Input* in, u64 input_is_0) {
    u8* pool = ACCOUNTS[POOL].data;
    // "vault_and_lp_mint_auth_seed", 27 bytes, as little-endian words.
    store64(SEED_BYTES, 0x6e615f746c756176ull);
    store64(SEED_BYTES + 8, 0x6e696d5f706c5f64ull);
    store64(SEED_BYTES + 16, 0x735f687475615f74ull);
    store64(SEED_BYTES + 24, 0x646565ull);
    SEEDS[0].bytes = SEED_BYTES;
    SEEDS[0].length = 27;
    SEEDS[1].bytes = pool + AUTHORITY_BUMP;
    SEEDS[1].length = 1;
    if (sol_create_program_address(SEEDS, 2, in->program, DERIVED) || !same_key(DERIVED, ACCOUNTS[AUTHORITY].key)) return CONSTRAINT_SEEDS;
    if (!same_key(pool + CONFIG, ACCOUNTS[AMM].key)) return CONSTRAINT_ADDRESS;
    for (u64 i = POOL; i <= VAULT_OUT; i++)
        if (!ACCOUNTS[i].is_writable) return CONSTRAINT_MUT;
    for (u64 i = VAULT_IN; i <= VAULT_OUT; i++)
        if (!same_key(ACCOUNTS[i].key, pool + VAULT_0) && !same_key(ACCOUNTS[i].key, pool + VAULT_1)) return CONSTRAINT_RAW;
    if (same_key(ACCOUNTS[VAULT_IN].key, ACCOUNTS[VAULT_OUT].key)) return INVALID_VAULT;
    if (!same_key(ACCOUNTS[PROGRAM_IN].key, pool + (input_is_0 ? PROGRAM_0 : PROGRAM_1))) return MINT_NOT_SUPPORTED;
    if (!same_key(ACCOUNTS[PROGRAM_OUT].key, pool + (input_is_0 ? PROGRAM_1 : PROGRAM_0))) return MINT_NOT_SUPPORTED;
    if (!same_key(ACCOUNTS[MINT_IN].key, ACCOUNTS[VAULT_IN].data + TOKEN_MINT)) return CONSTRAINT_ADDRESS;
    if (!same_key(ACCOUNTS[MINT_OUT].key, ACCOUNTS[VAULT_OUT].data + TOKEN_MINT)) return CONSTRAINT_ADDRESS;
    if (!ACCOUNTS[OBSERVATIONS].is_writable) return CONSTRAINT_MUT;
    if (!same_key(pool + OBSERVATION, ACCOUNTS[OBSERVATIONS].key)) return CONSTRAINT_ADDRESS;
    return 0;
}

/// Amounts of one trade. `failed` collects overflows, so that arithmetic reads as arithmetic.
typedef struct {
    u64 reserve_in, reserve_out, amount_in, amount_out, trade_fee, creator_fee, creator_on_input, failed;
} Trade;

/// a × b / c, rounded up when `up` is 1.
INLINE u64 scale(u64 a, u64 b, u64 c, u64 up, u64* failed) {
    u64 rest, overflow = 0;
    if (c == 0) { *failed = 1; return 0; }
    Wide value = multiply(a, b), most = {c - 1, 0};
    if (up) value = add(value, most, &overflow);
    Wide quotient = divide(value, c, &rest);
    *failed |= overflow | (quotient.high != 0);
    return quotient.low;
}

INLINE u64 sum(u64 a, u64 b, u64* failed) { *failed |= a + b < a; return a + b; }
INLINE u64 less_by(u64 a, u64 b, u64* failed) { *failed |= a < b; return a - b; }

/// What must be taken so that `net` is left after a fee of `rate` millionths.
INLINE u64 before_fee(u64 net, u64 rate, u64* failed) {
    if (rate == 0) return net;
    if (rate >= RATE_ONE) { *failed = 1; return 0; }
    return scale(net, RATE_ONE, RATE_ONE - rate, 1, failed);
}

/// Splits the fees on the input between the pool's creator and the trade.
INLINE void split_fees(Trade* t, u64 total, u64 trade_rate, u64 creator_rate) {
    t->creator_fee = trade_rate + creator_rate ? scale(total, creator_rate, trade_rate + creator_rate, 0, &t->failed) : 0;
    t->trade_fee = total - t->creator_fee;
}

INLINE void trade_exact_in(Trade* t, u64 trade_rate, u64 creator_rate) {
    u64* failed = &t->failed;
    if (t->creator_on_input) split_fees(t, scale(t->amount_in, trade_rate + creator_rate, RATE_ONE, 1, failed), trade_rate, creator_rate);
    else t->trade_fee = scale(t->amount_in, trade_rate, RATE_ONE, 1, failed);
    u64 net = less_by(t->amount_in, t->trade_fee + (t->creator_on_input ? t->creator_fee : 0), failed);
    u64 out = scale(net, t->reserve_out, sum(t->reserve_in, net, failed), 0, failed);
    if (!t->creator_on_input) t->creator_fee = scale(out, creator_rate, RATE_ONE, 1, failed);
    t->amount_out = t->creator_on_input ? out : less_by(out, t->creator_fee, failed);
}

INLINE void trade_exact_out(Trade* t, u64 trade_rate, u64 creator_rate) {
    u64* failed = &t->failed;
    u64 out = t->creator_on_input ? t->amount_out : before_fee(t->amount_out, creator_rate, failed);
    // The real program panics when a pool is asked for more than it holds.
    if (out >= t->reserve_out) abort();
    u64 net = scale(t->reserve_in, out, t->reserve_out - out, 1, failed);
    t->amount_in = before_fee(net, trade_rate + (t->creator_on_input ? creator_rate : 0), failed);
    if (t->creator_on_input) split_fees(t, t->amount_in - net, trade_rate, creator_rate);
    else {
        t->trade_fee = t->amount_in - net;
        t->creator_fee = out - t->amount_out;
    }
}

/// What a vault holds less the fees that are owed from it.
INLINE u64 reserve(u64 account, u64 side, u64* failed) {
    u8* pool = ACCOUNTS[POOL].data;
    u64 owed = sum(load64(pool + PROTOCOL_FEES + side), load64(pool + FUND_FEES + side), failed);
    return less_by(load64(ACCOUNTS[account].data + TOKEN_AMOUNT), sum(owed, load64(pool + CREATOR_FEES + side), failed), failed);
}

INLINE void owe(u64 offset, u64 fee, u64* failed) {
    u8* at = ACCOUNTS[POOL].data + offset;
    store64(at, sum(load64(at), fee, failed));
}

INLINE void owe_fees(Trade* t, u64 side_in) {
    u8* config = ACCOUNTS[AMM].data;
    owe(PROTOCOL_FEES + side_in, scale(t->trade_fee, load64(config + PROTOCOL_RATE), RATE_ONE, 0, &t->failed), &t->failed);
    owe(FUND_FEES + side_in, scale(t->trade_fee, load64(config + FUND_RATE), RATE_ONE, 0, &t->failed), &t->failed);
    owe(CREATOR_FEES + (t->creator_on_input ? side_in : 8 - side_in), t->creator_fee, &t->failed);
}

INLINE void emit(const Trade* t, u64 base_input) {
    u8* at = EVENT;
    store64(at, SWAP_EVENT);
    copy_key(at + 8, ACCOUNTS[POOL].key);
    store64(at + 40, t->reserve_in);
    store64(at + 48, t->reserve_out);
    store64(at + 56, t->amount_in);
    store64(at + 64, t->amount_out);
    store64(at + 72, 0);
    store64(at + 80, 0);
    at[88] = (u8)base_input;
    copy_key(at + 89, ACCOUNTS[MINT_IN].key);
    copy_key(at + 121, ACCOUNTS[MINT_OUT].key);
    store64(at + 153, t->trade_fee);
    store64(at + 161, t->creator_fee);
    at[169] = (u8)t->creator_on_input;
    EVENT_FIELDS->bytes = EVENT;
    EVENT_FIELDS->length = EVENT_BYTES;
    sol_log_data(EVENT_FIELDS, 1);
}

/// SPL Token `TransferChecked` into the pool, then out of it with the pool's authority.
INLINE u64 move(const Input* in, const Trade* t) {
    for (u64 leg = 0; leg < 2; leg++) {
        u64 from = leg ? VAULT_OUT : USER_IN, to = leg ? USER_OUT : VAULT_IN, mint = leg ? MINT_OUT : MINT_IN;
        meta(0, ACCOUNTS[from].key, 1, 0);
        meta(1, ACCOUNTS[mint].key, 0, 0);
        meta(2, ACCOUNTS[to].key, 1, 0);
        meta(3, ACCOUNTS[leg ? AUTHORITY : PAYER].key, 0, 1);
        CALL_DATA[0] = 12;
        store64(CALL_DATA + 1, leg ? t->amount_out : t->amount_in);
        CALL_DATA[9] = ACCOUNTS[mint].data[MINT_DECIMALS];
        u64 refused = call(ACCOUNTS[leg ? PROGRAM_OUT : PROGRAM_IN].key, 4, 10, in->count, leg ? 2 : 0);
        if (refused) return refused;
    }
    return 0;
}

INLINE u64 swap(const Input* in, u64 base_input, u64 amount, u64 limit) {
    u64 refused = check_types(in);
    if (refused) return refused;
    u8 *pool = ACCOUNTS[POOL].data, *config = ACCOUNTS[AMM].data;
    u64 input_is_0 = same_key(ACCOUNTS[VAULT_IN].key, pool + VAULT_0), side_in = input_is_0 ? 0 : 8;
    refused = check_constraints(in, input_is_0);
    if (refused) return refused;
    if (!base_input && limit == 0) return REQUIRE_GT;
    sol_get_clock_sysvar(CLOCK);
    if (pool[STATUS] & SWAP_DISABLED || CLOCK->unix_time < load64(pool + OPEN_TIME)) return NOT_APPROVED;
    if (base_input && amount == 0) return REQUIRE_GT;
    if (pool[CREATOR_FEE_ON] > 2) return INVALID_FEE_MODEL;

    Trade t = {0, 0, 0, 0, 0, 0, 0, 0};
    t.reserve_in = reserve(VAULT_IN, side_in, &t.failed);
    t.reserve_out = reserve(VAULT_OUT, 8 - side_in, &t.failed);
    if (t.failed) return INSUFFICIENT_VAULT;
    // 0: on the input; 1: always in token 0; 2: always in token 1.
    t.creator_on_input = pool[CREATOR_FEE_ON] == 0 || pool[CREATOR_FEE_ON] == (input_is_0 ? 1 : 2);
    u64 trade_rate = load64(config + TRADE_RATE), creator_rate = pool[CREATOR_FEE_ENABLED] ? load64(config + CREATOR_RATE) : 0;
    if (base_input) {
        t.amount_in = amount;
        trade_exact_in(&t, trade_rate, creator_rate);
    } else {
        t.amount_out = limit;
        trade_exact_out(&t, trade_rate, creator_rate);
    }
    if (t.failed) return MATH_OVERFLOW;
    if (t.amount_out == 0 || t.amount_in == 0) return REQUIRE_GT;
    if (base_input ? t.amount_out < limit : t.amount_in > amount) return EXCEEDED_SLIPPAGE;

    owe_fees(&t, side_in);
    emit(&t, base_input);
    store64(pool + RECENT_EPOCH, CLOCK->epoch);
    return t.failed ? MATH_OVERFLOW : move(in, &t);
}

u64 entrypoint(u8* input) {
    Input in = read_input(input);
    if (in.length < 8) return INSTRUCTION_UNKNOWN;
    u64 instruction = load64(in.data);
    if (instruction != SWAP_BASE_INPUT && instruction != SWAP_BASE_OUTPUT) return INSTRUCTION_UNKNOWN;
    if (in.length < 24) return INSTRUCTION_UNREADABLE;
    return swap(&in, instruction == SWAP_BASE_INPUT, load64(in.data + 8), load64(in.data + 16));
}
