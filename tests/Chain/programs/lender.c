// A stand-in for the lender Save: its flash borrow and repay, and nothing else.
// It is our copy of the rules of solendprotocol/solana-program-library, token-lending (processor.rs, state/reserve.rs), with the
// same accounts, layouts, order of checks, error numbers and fee rule. It leaves out what flash loans do not need: interest is not
// accrued and no message is logged, so it also uses fewer compute units than the real one.
#include "sbf.h"

enum {
    INVALID_MARKET_AUTHORITY = 3, INVALID_ACCOUNT_OWNER = 5, INVALID_TOKEN_PROGRAM = 9, INVALID_ACCOUNT_INPUT = 13, MATH_OVERFLOW = 14,
    INSUFFICIENT_LIQUIDITY = 20, BORROW_TOO_SMALL = 25, FLASH_BORROW_CPI = 47, NO_FLASH_REPAY_FOUND = 48, INVALID_FLASH_REPAY = 49,
    FLASH_REPAY_CPI = 50, MULTIPLE_FLASH_BORROWS = 51, FLASH_LOANS_DISABLED = 52,
};
enum { FLASH_BORROW = 19, FLASH_REPAY = 20 };
// Byte offsets: Reserve, then LendingMarket.
enum {
    RESERVE_BYTES = 619, STALE = 9, RESERVE_MARKET = 10, SUPPLY = 75, AVAILABLE = 171, BORROWED_WADS = 179, FLASH_FEE_WAD = 314,
    HOST_FEE_PERCENT = 322, FEE_RECEIVER = 339,
    MARKET_BYTES = 290, BUMP = 1, TOKEN_PROGRAM = 66,
};
#define WAD 1000000000000000000ull
#define OUT_OF_RANGE ((u8*)0)

/// Where an instruction of the message lies in the instructions sysvar: u16 count, a u16 offset each, then per instruction
/// u16 accounts, (flags, key) each, program, u16 length, data.
INLINE u8* instruction_at(const Account* sysvar, u64 index) {
    return index < load16(sysvar->data) ? sysvar->data + load16(sysvar->data + 2 + 2 * index) : OUT_OF_RANGE;
}
INLINE u8* program_of(u8* instruction) { return instruction + 2 + 33 * load16(instruction); }
INLINE u8* data_of(u8* instruction) { return program_of(instruction) + KEY_BYTES + 2; }
INLINE u64 length_of(u8* instruction) { return load16(program_of(instruction) + KEY_BYTES); }
INLINE u8* key_of(u8* instruction, u64 account) { return instruction + 2 + 33 * account + 1; }
INLINE u64 current_index(const Account* sysvar) { return load16(sysvar->data + sysvar->length - 2); }

INLINE int is_instructions_sysvar(const Account* account) {
    // Sysvar1nstructions1111111111111111111111111, as four little-endian words.
    return load64(account->key) == 0x66d17b1817d5a706ull && load64(account->key + 8) == 0xc0c2fd5504d4da35ull
        && load64(account->key + 16) == 0xa57556218fc624c1ull && load64(account->key + 24) == 0x000000085fcbbadbull;
}

/// Checks shared by both instructions, in the real order: the market, then the reserve, then the supply account.
INLINE u64 check_accounts(const Input* in, const Account* market, const Account* reserve, const Account* token_program, const Account* supply,
                          const Account* users) {
    if (market->length != MARKET_BYTES) return ERROR_INVALID_ACCOUNT_DATA;
    if (market->data[0] == 0) return ERROR_UNINITIALIZED_ACCOUNT;
    if (!same_key(market->owner, in->program)) return INVALID_ACCOUNT_OWNER;
    if (!same_key(market->data + TOKEN_PROGRAM, token_program->key)) return INVALID_TOKEN_PROGRAM;
    if (reserve->length != RESERVE_BYTES) return ERROR_INVALID_ACCOUNT_DATA;
    if (reserve->data[0] == 0) return ERROR_UNINITIALIZED_ACCOUNT;
    if (!same_key(reserve->owner, in->program)) return INVALID_ACCOUNT_OWNER;
    if (!same_key(reserve->data + RESERVE_MARKET, market->key)) return INVALID_ACCOUNT_INPUT;
    if (!same_key(reserve->data + SUPPLY, supply->key)) return INVALID_ACCOUNT_INPUT;
    if (same_key(reserve->data + SUPPLY, users->key)) return INVALID_ACCOUNT_INPUT;
    return 0;
}

INLINE int is_cpi(const Input* in, const Account* sysvar) {
    return !same_key(program_of(instruction_at(sysvar, current_index(sysvar))), in->program) || sol_get_stack_height() > 1;
}

/// The rest of the message must hold exactly one repay, of this reserve, amount and borrow, and no further borrow.
INLINE u64 check_repay(const Input* in, const Account* sysvar, const Account* reserve, u64 amount) {
    u64 borrow_index = current_index(sysvar), found = 0;
    for (u64 i = borrow_index + 1;; i++) {
        u8* instruction = instruction_at(sysvar, i);
        if (instruction == OUT_OF_RANGE) break;
        if (!same_key(program_of(instruction), in->program)) continue;
        u8* data = data_of(instruction);
        if (length_of(instruction) == 0) return ERROR_INVALID_INSTRUCTION_DATA;
        if (data[0] == FLASH_BORROW) return MULTIPLE_FLASH_BORROWS;
        if (data[0] != FLASH_REPAY) continue;
        if (length_of(instruction) < 10) return ERROR_INVALID_INSTRUCTION_DATA;
        if (found) return MULTIPLE_FLASH_BORROWS;
        if (load16(instruction) < 5 || !same_key(key_of(instruction, 4), reserve->key)) return INVALID_FLASH_REPAY;
        if (load64(data + 1) != amount || data[9] != borrow_index) return INVALID_FLASH_REPAY;
        found = 1;
    }
    return found ? 0 : NO_FLASH_REPAY_FOUND;
}

/// SPL Token `Transfer`, signed by the market's authority when `seeds` is 2.
INLINE u64 transfer(const Input* in, u8* token_program, u8* from, u8* to, u8* authority, u64 amount, u64 seeds) {
    meta(0, from, 1, 0);
    meta(1, to, 1, 0);
    meta(2, authority, 0, 1);
    CALL_DATA[0] = 3;
    store64(CALL_DATA + 1, amount);
    return call(token_program, 3, 9, in->count, seeds);
}

INLINE u64 flash_borrow(const Input* in, u64 amount) {
    if (in->count < 7) return ERROR_NOT_ENOUGH_KEYS;
    Account *supply = &ACCOUNTS[0], *destination = &ACCOUNTS[1], *reserve = &ACCOUNTS[2], *market = &ACCOUNTS[3], *authority = &ACCOUNTS[4],
            *sysvar = &ACCOUNTS[5], *token_program = &ACCOUNTS[6];
    u64 refused = check_accounts(in, market, reserve, token_program, supply, destination);
    if (refused) return refused;

    SEEDS[0].bytes = market->key;
    SEEDS[0].length = KEY_BYTES;
    SEEDS[1].bytes = market->data + BUMP;
    SEEDS[1].length = 1;
    if (sol_create_program_address(SEEDS, 2, in->program, DERIVED) || !same_key(DERIVED, authority->key)) return INVALID_MARKET_AUTHORITY;
    if (load64(reserve->data + FLASH_FEE_WAD) == ~0ull) return FLASH_LOANS_DISABLED;
    if (!is_instructions_sysvar(sysvar)) return ERROR_UNSUPPORTED_SYSVAR;
    if (is_cpi(in, sysvar)) return FLASH_BORROW_CPI;
    refused = check_repay(in, sysvar, reserve, amount);
    if (refused) return refused;

    u64 available = load64(reserve->data + AVAILABLE), overflow = 0;
    if (amount > available) return INSUFFICIENT_LIQUIDITY;
    Wide borrowed = {load64(reserve->data + BORROWED_WADS), load64(reserve->data + BORROWED_WADS + 8)};
    borrowed = add(borrowed, multiply(amount, WAD), &overflow);
    if (overflow) return MATH_OVERFLOW;
    store64(reserve->data + AVAILABLE, available - amount);
    store64(reserve->data + BORROWED_WADS, borrowed.low);
    store64(reserve->data + BORROWED_WADS + 8, borrowed.high);
    reserve->data[STALE] = 1;
    return transfer(in, token_program->key, supply->key, destination->key, authority->key, amount, 2);
}

/// Rounds a number of wads half up to whole base units. Fits 64 bits, because a fee stays below the amount lent.
INLINE u64 round_wads(Wide wads) {
    u64 rest, overflow = 0;
    Wide half = {WAD / 2, 0};
    return divide(add(wads, half, &overflow), WAD, &rest).low;
}

/// Fee of a flash loan: amount × rate, at least 1 base unit (2 with a host), of which the host's percentage, at least 1, goes to the host.
INLINE u64 flash_fee(const Account* reserve, u64 amount, u64* owner_fee, u64* host_fee) {
    u64 fee_wad = load64(reserve->data + FLASH_FEE_WAD), host = reserve->data[HOST_FEE_PERCENT];
    *owner_fee = *host_fee = 0;
    if (fee_wad == 0 || amount == 0) return 0;
    Wide fee = multiply(amount, fee_wad), least = {host ? 2 * WAD : WAD, 0};
    if (less(fee, least)) fee = least;
    if (!less(fee, multiply(amount, WAD))) return BORROW_TOO_SMALL;
    u64 total = round_wads(fee);
    if (host) {
        // floor(fee × host / 100) without leaving 128 bits.
        u64 rest, unused, overflow = 0;
        Wide hundredth = divide(fee, 100, &rest), share = multiply(hundredth.low, host), remainder = {rest * host, 0};
        share.high += hundredth.high * host;
        share = add(share, divide(remainder, 100, &unused), &overflow);
        *host_fee = round_wads(share);
        if (*host_fee == 0) *host_fee = 1;
        if (*host_fee > total) return MATH_OVERFLOW;
    }
    *owner_fee = total - *host_fee;
    return 0;
}

/// The instruction a repay points at must be the borrow of this reserve and amount.
INLINE u64 check_borrow(const Input* in, const Account* sysvar, const Account* reserve, u64 amount, u64 borrow_index) {
    if (borrow_index > current_index(sysvar)) return INVALID_FLASH_REPAY;
    u8* borrow = instruction_at(sysvar, borrow_index);
    if (!same_key(program_of(borrow), in->program)) return INVALID_FLASH_REPAY;
    u8* data = data_of(borrow);
    if (length_of(borrow) < 9 || data[0] != FLASH_BORROW) return INVALID_FLASH_REPAY;
    if (load16(borrow) < 3 || !same_key(key_of(borrow, 2), reserve->key)) return INVALID_FLASH_REPAY;
    return load64(data + 1) == amount ? 0 : INVALID_FLASH_REPAY;
}

INLINE void settle(Account* reserve, u64 amount) {
    Wide borrowed = {load64(reserve->data + BORROWED_WADS), load64(reserve->data + BORROWED_WADS + 8)}, repaid = multiply(amount, WAD);
    // The real program never lets the debt go below zero.
    borrowed = subtract(borrowed, less(borrowed, repaid) ? borrowed : repaid);
    store64(reserve->data + BORROWED_WADS, borrowed.low);
    store64(reserve->data + BORROWED_WADS + 8, borrowed.high);
    reserve->data[STALE] = 1;
}

INLINE u64 flash_repay(const Input* in, u64 amount, u64 borrow_index) {
    if (in->count < 9) return ERROR_NOT_ENOUGH_KEYS;
    Account *source = &ACCOUNTS[0], *supply = &ACCOUNTS[1], *fee_receiver = &ACCOUNTS[2], *host_receiver = &ACCOUNTS[3], *reserve = &ACCOUNTS[4],
            *market = &ACCOUNTS[5], *user = &ACCOUNTS[6], *sysvar = &ACCOUNTS[7], *token_program = &ACCOUNTS[8];
    u64 refused = check_accounts(in, market, reserve, token_program, supply, source);
    if (refused) return refused;
    if (!same_key(reserve->data + FEE_RECEIVER, fee_receiver->key)) return INVALID_ACCOUNT_INPUT;

    u64 owner_fee, host_fee;
    refused = flash_fee(reserve, amount, &owner_fee, &host_fee);
    if (refused) return refused;
    if (!is_instructions_sysvar(sysvar)) return ERROR_UNSUPPORTED_SYSVAR;
    if (is_cpi(in, sysvar)) return FLASH_REPAY_CPI;
    refused = check_borrow(in, sysvar, reserve, amount, borrow_index);
    if (refused) return refused;

    u64 available = load64(reserve->data + AVAILABLE);
    if (available + amount < amount) return MATH_OVERFLOW;
    store64(reserve->data + AVAILABLE, available + amount);
    settle(reserve, amount);

    // Principal, then the host's fee, then the owner's. One place of call, because every call is inlined.
    for (u64 step = 0; step < 3; step++) {
        u8* to = step == 0 ? supply->key : step == 1 ? host_receiver->key : fee_receiver->key;
        u64 part = step == 0 ? amount : step == 1 ? host_fee : owner_fee;
        if (step > 0 && part == 0) continue;
        refused = transfer(in, token_program->key, source->key, to, user->key, part, 0);
        if (refused) return refused;
    }
    return 0;
}

u64 entrypoint(u8* input) {
    Input in = read_input(input);
    if (in.length == 0) return ERROR_INVALID_INSTRUCTION_DATA;
    if (in.data[0] == FLASH_BORROW) return in.length < 9 ? ERROR_INVALID_INSTRUCTION_DATA : flash_borrow(&in, load64(in.data + 1));
    if (in.data[0] == FLASH_REPAY) return in.length < 10 ? ERROR_INVALID_INSTRUCTION_DATA : flash_repay(&in, load64(in.data + 1), in.data[9]);
    return ERROR_INVALID_INSTRUCTION_DATA;
}
