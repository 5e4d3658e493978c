/** Numbers of the system calls that the filter speaks about, and the kernel's name for the architecture. */
interface Architecture {
  readonly audit: number;
  /** Calls with this number or a higher one belong to another convention (x32); `null` where there is none. */
  readonly foreignFrom: number | null;
  readonly refused: readonly number[];
  readonly missing: readonly number[];
  readonly socket: number;
  /** Calls whose first argument says which namespaces to make. */
  readonly namespaced: readonly number[];
}

/** The same everywhere: io_uring_setup, _enter, _register, and clone3, whose flags a filter cannot read. */
const missingEverywhere = [425, 426, 427, 435];

const architectures: Readonly<Record<string, Architecture>> = {
  x64: {
    audit: 0xc000003e,
    foreignFrom: 0x40000000,
    // add_key, request_key, keyctl, perf_event_open, bpf, userfaultfd, syslog
    refused: [248, 249, 250, 298, 321, 323, 103],
    missing: missingEverywhere,
    socket: 41,
    // clone, unshare
    namespaced: [56, 272],
  },
  arm64: {
    audit: 0xc00000b7,
    foreignFrom: null,
    refused: [217, 218, 219, 241, 280, 282, 116],
    missing: missingEverywhere,
    socket: 198,
    namespaced: [220, 97],
  },
};

/** Unix, IPv4, IPv6 and netlink. All others are not divided by network namespaces, or nobody's need: vsock reaches the host of a virtual machine. */
const families = [1, 2, 10, 16];
const newUserNamespace = 0x10000000;

const outcomes = { allow: 0x7fff0000, errno: 0x00050000 };
const errnos = { EPERM: 1, ENOSYS: 38, EAFNOSUPPORT: 97 };
const operations = { load: 0x20, jumpIfEqual: 0x15, jumpIfAtLeast: 0x35, jumpIfAnyBit: 0x45, give: 0x06 };
const offsets = { call: 0, architecture: 4, firstArgument: 16 };

type Instruction = readonly [operation: number, ifTrue: number, ifFalse: number, operand: number];

/**
 * What namespaces do not keep apart is refused to commands by the kernel: keyrings, sockets beyond the usual families,
 * further user namespaces, tracing of the kernel, its log, and io_uring, by which other calls could be made unseen.
 * A classic BPF program in the byte order of the machine; `null` for an architecture whose numbers are not known here.
 * See seccomp(2); the choice follows what Flatpak refuses.
 */
export function seccompFilter(architecture: string): Buffer | null {
  const known = architectures[architecture];
  return known === undefined ? null : assemble(instructionsFor(known));
}

function instructionsFor(known: Architecture): readonly Instruction[] {
  return [
    [operations.load, 0, 0, offsets.architecture],
    // Programs for another architecture have other numbers: none of their calls exist.
    [operations.jumpIfEqual, 1, 0, known.audit],
    fail(errnos.ENOSYS),
    [operations.load, 0, 0, offsets.call],
    ...(known.foreignFrom === null ? [] : foreign(known.foreignFrom)),
    ...known.refused.flatMap((call) => [skipUnless(call, 1), fail(errnos.EPERM)]),
    ...known.missing.flatMap((call) => [skipUnless(call, 1), fail(errnos.ENOSYS)]),
    ...known.namespaced.flatMap((call) => refuseNamespace(call)),
    ...allowFamilies(known.socket),
    give(outcomes.allow),
  ];
}

function foreign(from: number): readonly Instruction[] {
  return [[operations.jumpIfAtLeast, 0, 1, from], fail(errnos.ENOSYS)];
}

function refuseNamespace(call: number): readonly Instruction[] {
  return [
    skipUnless(call, 4),
    [operations.load, 0, 0, offsets.firstArgument],
    [operations.jumpIfAnyBit, 0, 1, newUserNamespace],
    fail(errnos.EPERM),
    give(outcomes.allow),
  ];
}

function allowFamilies(call: number): readonly Instruction[] {
  return [
    skipUnless(call, families.length + 2),
    [operations.load, 0, 0, offsets.firstArgument],
    ...families.map((family, at): Instruction => [operations.jumpIfEqual, families.length - at, 0, family]),
    fail(errnos.EAFNOSUPPORT),
  ];
}

function skipUnless(call: number, instructions: number): Instruction {
  return [operations.jumpIfEqual, 0, instructions, call];
}

function fail(errno: number): Instruction {
  return give(outcomes.errno + errno);
}

function give(outcome: number): Instruction {
  return [operations.give, 0, 0, outcome];
}

/** `struct sock_filter`: 16 bits, 8, 8 and 32. Both architectures are little-endian. */
function assemble(instructions: readonly Instruction[]): Buffer {
  const program = Buffer.alloc(instructions.length * 8);
  for (const [at, [operation, ifTrue, ifFalse, operand]] of instructions.entries()) {
    program.writeUInt16LE(operation, at * 8);
    program.writeUInt8(ifTrue, at * 8 + 2);
    program.writeUInt8(ifFalse, at * 8 + 3);
    program.writeUInt32LE(operand, at * 8 + 4);
  }
  return program;
}
