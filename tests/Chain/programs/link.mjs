// Compiles one C file with clang's BPF target and links it into the shared object that Solana's loader takes (SBPF version 0).
//   node link.mjs source.c output.so
// Debian's clang has no linker for this; what is needed is small: one .text section and one dynamic relocation per system call.
// Format: anza-xyz/sbpf, src/elf.rs (load_with_lenient_parser) and src/elf_parser.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const COMPILER = 'clang-14';
// mcpu=v1: no 32-bit arithmetic, whose results SBPF version 0 sign-extends where BPF zero-extends them.
const FLAGS = ['-target', 'bpf', '-mcpu=v1', '-O2', '-std=c11', '-ffreestanding', '-fno-builtin', '-fno-jump-tables',
  '-fno-unwind-tables', '-fno-asynchronous-unwind-tables', '-Wall', '-Wextra', '-Werror'];
const EM_BPF = 247, ET_DYN = 3, R_BPF_64_32 = 10, CALL = 0x85, INSTRUCTION_BYTES = 8;
const SHT = { PROGBITS: 1, STRTAB: 3, DYNAMIC: 6, REL: 9, DYNSYM: 11 };
const DT = { STRTAB: 5, SYMTAB: 6, STRSZ: 10, SYMENT: 11, REL: 17, RELSZ: 18, RELENT: 19 };
const EHDR_BYTES = 64, PHDR_BYTES = 56, SHDR_BYTES = 64, SYM_BYTES = 24, REL_BYTES = 16;

const cString = (bytes, at) => bytes.toString('latin1', at, bytes.indexOf(0, at));

function readObject(elf) {
  const shoff = Number(elf.readBigUInt64LE(40)), count = elf.readUInt16LE(60), names = elf.readUInt16LE(62);
  const sections = Array.from({ length: count }, (_, i) => {
    const at = shoff + i * SHDR_BYTES;
    const offset = Number(elf.readBigUInt64LE(at + 24)), size = Number(elf.readBigUInt64LE(at + 32));
    return { nameAt: elf.readUInt32LE(at), flags: elf.readBigUInt64LE(at + 8), link: elf.readUInt32LE(at + 40), bytes: elf.subarray(offset, offset + size), size };
  });
  for (const section of sections) section.name = cString(sections[names].bytes, section.nameAt);
  const ALLOCATED = 2n;
  const data = sections.find((s) => s.name !== '.text' && s.flags & ALLOCATED && s.size > 0);
  if (data) throw new Error(`section ${data.name} has ${data.size} bytes: strings, tables and globals are not supported`);
  return { sections, text: sections.find((s) => s.name === '.text'), relocations: sections.find((s) => s.name === '.rel.text') };
}

function readSymbols({ sections }) {
  const table = sections.find((s) => s.name === '.symtab'), strings = sections[table.link].bytes;
  return Array.from({ length: table.size / SYM_BYTES }, (_, i) => {
    const at = i * SYM_BYTES;
    return { name: cString(strings, table.bytes.readUInt32LE(at)), section: table.bytes.readUInt16LE(at + 6), value: Number(table.bytes.readBigUInt64LE(at + 8)) };
  });
}

/** Calls of the runtime: their places in .text and the names they call. */
function systemCalls(object, symbols) {
  const { bytes = Buffer.alloc(0) } = object.relocations ?? {};
  return Array.from({ length: bytes.length / REL_BYTES }, (_, i) => {
    const offset = Number(bytes.readBigUInt64LE(i * REL_BYTES)), info = bytes.readBigUInt64LE(i * REL_BYTES + 8);
    const symbol = symbols[Number(info >> 32n)], type = Number(info & 0xffffffffn);
    if (type !== R_BPF_64_32 || symbol.section !== 0 || object.text.bytes[offset] !== CALL)
      throw new Error(`relocation ${type} of "${symbol.name}" at ${offset}: only calls of the runtime are supported; inline the rest`);
    return { offset, name: symbol.name };
  });
}

class Strings {
  bytes = Buffer.alloc(1);
  add(name) {
    const at = this.bytes.length;
    this.bytes = Buffer.concat([this.bytes, Buffer.from(`${name}\0`, 'latin1')]);
    return at;
  }
}

const words = (...values) => { const b = Buffer.alloc(8 * values.length); values.forEach((v, i) => b.writeBigUInt64LE(BigInt(v), 8 * i)); return b; };

function symbol(nameAt) {
  const bytes = Buffer.alloc(SYM_BYTES);
  bytes.writeUInt32LE(nameAt, 0);
  bytes[4] = nameAt === 0 ? 0 : 0x10; // global, no type
  return bytes;
}

/** The shared object of an object file: file header, three program headers, then the sections in order. */
export function link(objectBytes) {
  const object = readObject(objectBytes), symbols = readSymbols(object), calls = systemCalls(object, symbols);
  const entry = symbols.find((s) => s.name === 'entrypoint' && s.section !== 0);
  if (!entry) throw new Error('no function "entrypoint"');

  const textAt = EHDR_BYTES + 3 * PHDR_BYTES;
  const names = [...new Set(calls.map((call) => call.name))];
  const dynstr = new Strings();
  const dynsym = Buffer.concat([symbol(0), ...names.map((name) => symbol(dynstr.add(name)))]);
  const rel = Buffer.concat(calls.map(({ offset, name }) => words(textAt + offset, (BigInt(names.indexOf(name) + 1) << 32n) | BigInt(R_BPF_64_32))));

  const sections = [
    { name: '.text', type: SHT.PROGBITS, flags: 6, bytes: object.text.bytes, align: INSTRUCTION_BYTES },
    { name: '.dynsym', type: SHT.DYNSYM, flags: 2, bytes: dynsym, link: 3, info: 1, entry: SYM_BYTES },
    { name: '.dynstr', type: SHT.STRTAB, flags: 2, bytes: dynstr.bytes, align: 1 },
    { name: '.rel.dyn', type: SHT.REL, flags: 2, bytes: rel, link: 2, entry: REL_BYTES },
    { name: '.dynamic', type: SHT.DYNAMIC, flags: 3, bytes: Buffer.alloc(16 * (Object.keys(DT).length + 1)), link: 3, entry: 16 },
    { name: '.shstrtab', type: SHT.STRTAB, flags: 0, bytes: null, align: 1 },
  ];
  const sectionNames = new Strings();
  for (const section of sections) section.nameAt = sectionNames.add(section.name);
  sections.at(-1).bytes = sectionNames.bytes;
  let at = textAt;
  for (const section of sections) {
    section.at = at = (at + 7) & ~7;
    at += section.bytes.length;
  }
  const [text, sym, str, relocation, dynamic] = sections;
  const tags = { STRTAB: str.at, SYMTAB: sym.at, STRSZ: str.bytes.length, SYMENT: SYM_BYTES, REL: relocation.at, RELSZ: rel.length, RELENT: REL_BYTES };
  // A program without system calls has no relocations, and an empty table is refused.
  const present = Object.keys(DT).filter((tag) => rel.length > 0 || !tag.startsWith('REL'));
  words(...present.flatMap((tag) => [DT[tag], tags[tag]]), 0, 0).copy(dynamic.bytes);
  return assemble(sections, (at + 7) & ~7, textAt + entry.value, [text, { at: sym.at, end: dynamic.at + dynamic.bytes.length }, dynamic]);
}

function assemble(sections, headersAt, entry, [text, loaded, dynamic]) {
  const file = Buffer.alloc(headersAt + SHDR_BYTES * (sections.length + 1));
  Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]).copy(file);
  file.writeUInt16LE(ET_DYN, 16);
  file.writeUInt16LE(EM_BPF, 18);
  file.writeUInt32LE(1, 20);
  words(entry, EHDR_BYTES, headersAt).copy(file, 24);
  [EHDR_BYTES, PHDR_BYTES, 3, SHDR_BYTES, sections.length + 1, sections.length].forEach((value, i) => file.writeUInt16LE(value, 52 + 2 * i));

  const PT_LOAD = 1, PT_DYNAMIC = 2, R = 4, X = 1, W = 2;
  const program = (i, type, flags, from, size) => {
    const base = EHDR_BYTES + i * PHDR_BYTES;
    file.writeUInt32LE(type, base);
    file.writeUInt32LE(flags, base + 4);
    words(from, from, from, size, size, 8).copy(file, base + 8);
  };
  program(0, PT_LOAD, R | X, text.at, text.bytes.length);
  program(1, PT_LOAD, R, loaded.at, loaded.end - loaded.at);
  program(2, PT_DYNAMIC, R | W, dynamic.at, dynamic.bytes.length);

  sections.forEach((section, i) => {
    section.bytes.copy(file, section.at);
    const base = headersAt + SHDR_BYTES * (i + 1);
    file.writeUInt32LE(section.nameAt, base);
    file.writeUInt32LE(section.type, base + 4);
    words(section.flags, section.flags ? section.at : 0, section.at, section.bytes.length).copy(file, base + 8);
    file.writeUInt32LE(section.link ?? 0, base + 40);
    file.writeUInt32LE(section.info ?? 0, base + 44);
    words(section.align ?? 8, section.entry ?? 0).copy(file, base + 48);
  });
  return file;
}

function build(source, output) {
  const folder = mkdtempSync(join(tmpdir(), 'sbf-'));
  try {
    const object = join(folder, 'program.o');
    execFileSync(COMPILER, [...FLAGS, '-c', source, '-o', object], { stdio: ['ignore', 'inherit', 'inherit'] });
    writeFileSync(output, link(readFileSync(object)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.length !== 4) throw new Error('usage: node link.mjs source.c output.so');
  build(process.argv[2], process.argv[3]);
}
