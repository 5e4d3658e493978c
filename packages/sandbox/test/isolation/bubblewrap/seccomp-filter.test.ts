import { assert, boolean, integer, property } from "fast-check";
import { expect, it } from "vitest";
import { seccompFilter } from "../../../src/isolation/bubblewrap/seccomp-filter.ts";

const natives = { x64: 0xc000003e, arm64: 0xc00000b7 } as const;
type Known = keyof typeof natives;

/** The calls by name, from the kernel's own tables. */
const calls = {
  x64: {
    read: 0,
    socket: 41,
    clone: 56,
    execve: 59,
    keyctl: 250,
    unshare: 272,
    io_uring_setup: 425,
    clone3: 435,
  },
  arm64: {
    read: 63,
    socket: 198,
    clone: 220,
    execve: 221,
    keyctl: 219,
    unshare: 97,
    io_uring_setup: 425,
    clone3: 435,
  },
} as const;

interface Call {
  readonly number: number;
  readonly firstArgument?: number;
  readonly audit?: number;
}

/** What the kernel would do: `allowed`, or the error number. */
function judge(architecture: Known, { number, firstArgument = 0, audit = natives[architecture] }: Call) {
  const program = seccompFilter(architecture) ?? Buffer.alloc(0);
  const data: Readonly<Record<number, number>> = { 0: number, 4: audit, 16: firstArgument };
  let accumulator = 0;
  for (let at = 0; at < program.length; at += 8) {
    const operand = program.readUInt32LE(at + 4);
    const jump = (isTrue: boolean): number => program.readUInt8(at + (isTrue ? 2 : 3)) * 8;
    switch (program.readUInt16LE(at)) {
      case 0x20:
        accumulator = data[operand] ?? Number.NaN;
        break;
      case 0x15:
        at += jump(accumulator === operand);
        break;
      case 0x35:
        at += jump(accumulator >= operand);
        break;
      case 0x45:
        at += jump((accumulator & operand) !== 0);
        break;
      case 0x06:
        return operand === 0x7fff0000 ? "allowed" : operand - 0x00050000;
      default:
        throw new Error(`not understood: ${program.readUInt16LE(at)}`);
    }
  }
  throw new Error("the program has no end");
}

for (const architecture of ["x64", "arm64"] as const) {
  const call = calls[architecture];

  it(`refuses on ${architecture} what namespaces do not divide, and nothing that programs live on`, () => {
    expect(judge(architecture, { number: call.keyctl })).toBe(1);
    expect(judge(architecture, { number: call.io_uring_setup })).toBe(38);
    expect(judge(architecture, { number: call.clone3 })).toBe(38);
    for (const number of [call.read, call.execve]) expect(judge(architecture, { number })).toBe("allowed");
  });

  it(`lets sockets of the usual families alone through on ${architecture}`, () => {
    assert(
      property(integer({ min: 0, max: 50 }), (firstArgument) => {
        const expected = [1, 2, 10, 16].includes(firstArgument) ? "allowed" : 97;
        expect(judge(architecture, { number: call.socket, firstArgument })).toBe(expected);
      }),
    );
  });

  it(`refuses on ${architecture} every set of flags that holds a new user namespace, and no other`, () => {
    assert(
      property(integer({ min: 0, max: 2 ** 31 - 1 }), boolean(), (flags, isClone) => {
        const expected = (flags & 0x10000000) === 0 ? "allowed" : 1;
        const number = isClone ? call.clone : call.unshare;
        expect(judge(architecture, { number, firstArgument: flags })).toBe(expected);
      }),
    );
  });

  it(`knows no call of another architecture on ${architecture}`, () => {
    assert(
      property(integer({ min: 0, max: 500 }), (number) => {
        expect(judge(architecture, { number, audit: 0x40000003 })).toBe(38);
      }),
    );
  });
}

it("knows no call of the convention with short pointers, which has numbers of its own", () => {
  assert(
    property(integer({ min: 0, max: 500 }), (number) => {
      expect(judge("x64", { number: number + 0x40000000 })).toBe(38);
    }),
  );
});

it("is not there for an architecture whose numbers it does not know", () => {
  expect(seccompFilter("riscv64")).toBeNull();
});
