import { describe, expect, it } from "vitest";
import { listTests } from "../../src/tests-in-source/list-tests.ts";

const go = `package cart

import "testing"

func TestMain(m *testing.M) { m.Run() }

func TestAdds(t *testing.T) {
	for _, c := range []struct{ a, b, want int }{
		{1, 2, 3},
		{2, 2, 4},
	} {
		if got := Add(c.a, c.b); got != c.want {
			t.Errorf("Add = %d", got)
		}
	}
	assert.Equal(t, 1, One())
}

func helper(t *testing.T) {}

func TestWaits(t *testing.T) {
	t.Skip("later")
}
`;

const rust = `pub fn add(a: i32, b: i32) -> i32 { a + b }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "no")]
    fn adds() {
        assert_eq!(add(1, 2), 3);
        assert!(
            add(2, 2) == 4,
            "four"
        );
    }

    #[ignore]
    #[tokio::test]
    async fn waits() {}

    fn helper() {}
}
`;

describe("tests of a Go file", () => {
  it("are its test functions, with the conditions and rows that decide", () => {
    expect(listTests("cart_test.go", go)).toEqual([
      {
        name: "TestAdds",
        startLine: 7,
        endLine: 17,
        skipped: false,
        focused: false,
        assertions: [
          "{1, 2, 3},",
          "{2, 2, 4},",
          'if got := Add(c.a, c.b); got != c.want { t.Errorf("Add = %d", got)',
          "assert.Equal(t, 1, One())",
        ],
      },
      { name: "TestWaits", startLine: 21, endLine: 23, skipped: true, focused: false, assertions: [] },
    ]);
  });

  it("are not run where a constraint keeps the file from being compiled", () => {
    const [test] = listTests("a_test.go", `//go:build never\n\n${go}`);
    expect(test?.skipped).toBe(true);
  });

  it("are none in a file that is no test file", () => {
    expect(listTests("cart.go", go)).toEqual([]);
  });
});

describe("tests of a Rust file", () => {
  it("are its functions with a test attribute, by module", () => {
    expect(listTests("src/lib.rs", rust)).toEqual([
      {
        name: "tests::adds",
        startLine: 7,
        endLine: 15,
        skipped: false,
        focused: false,
        assertions: ["assert_eq!(add(1, 2), 3);", 'assert!( add(2, 2) == 4, "four" );'],
      },
      { name: "tests::waits", startLine: 17, endLine: 19, skipped: true, focused: false, assertions: [] },
    ]);
  });
});
