// A stand-in for Jupiter's router: `route` with steps through Raydium's constant-product AMM, and nothing else. Same arguments and accounts as the
// real one: nine of its own, then for each step the venue's program and what its swap takes. It checks what the real one checks of amounts:
// a step sells what the step before has brought, and less than quoted less slippage is error 6001.
#include "sbf.h"

enum { EMPTY_ROUTE = 6000, SLIPPAGE_EXCEEDED = 6001, INVALID_PLAN = 6010 };
#define ROUTE 0x2aade37a97cb17e5ull
#define SWAP_BASE_INPUT 0xde331ec4da5abe8full
enum { TOKEN_PROGRAM, USER, SOURCE, DESTINATION, DESTINATION_AFTER, MINT, FEE, EVENTS, SELF, OWN_ACCOUNTS };
enum { VENUE = 46, STEP_BYTES = 4, STEP_ACCOUNTS = 14, SWAP_ACCOUNTS = 13, TOKEN_AMOUNT = 64, TOKEN_BYTES = 165, USER_OUT = 5 };

INLINE u64 balance(u64 account) { return load64(ACCOUNTS[account].data + TOKEN_AMOUNT); }

u64 entrypoint(u8* input) {
    Input in = read_input(input);
    if (in.length < 12 + STEP_BYTES + 19 || load64(in.data) != ROUTE) return ERROR_INVALID_INSTRUCTION_DATA;
    u64 steps = in.data[8];
    if (steps == 0) return EMPTY_ROUTE;
    if (in.data[9] | in.data[10] | in.data[11]) return INVALID_PLAN;
    if (in.length < 12 + steps * STEP_BYTES + 19) return ERROR_INVALID_INSTRUCTION_DATA;
    if (in.count < OWN_ACCOUNTS + steps * STEP_ACCOUNTS) return ERROR_NOT_ENOUGH_KEYS;
    if (!ACCOUNTS[USER].is_signer) return ERROR_MISSING_SIGNATURE;
    if (ACCOUNTS[SOURCE].length != TOKEN_BYTES || ACCOUNTS[DESTINATION].length != TOKEN_BYTES) return ERROR_INVALID_ACCOUNT_DATA;

    u8* amounts = in.data + 12 + steps * STEP_BYTES;
    u64 amount = load64(amounts), quoted = load64(amounts + 8), slippage = load16(amounts + 16), before = balance(DESTINATION);
    for (u64 step = 0; step < steps; step++) {
        u64 first = OWN_ACCOUNTS + step * STEP_ACCOUNTS, bought = first + 1 + USER_OUT;
        if (in.data[12 + step * STEP_BYTES] != VENUE) return INVALID_PLAN;
        u64 had = balance(bought);
        for (u64 i = 0; i < SWAP_ACCOUNTS; i++) {
            Account* account = &ACCOUNTS[first + 1 + i];
            meta(i, account->key, account->is_writable, same_key(account->key, ACCOUNTS[USER].key));
        }
        store64(CALL_DATA, SWAP_BASE_INPUT);
        store64(CALL_DATA + 8, amount);
        store64(CALL_DATA + 16, 0);
        u64 refused = call(ACCOUNTS[first].key, SWAP_ACCOUNTS, 24, in.count, 0);
        if (refused) return refused;
        amount = balance(bought) - had;
    }

    // Without 128 bits: what a test trades stays far below 2^64 / 10,000 of a base unit.
    u64 rest, least = divide(multiply(quoted, 10000 - slippage), 10000, &rest).low;
    return balance(DESTINATION) - before < least ? SLIPPAGE_EXCEEDED : 0;
}
