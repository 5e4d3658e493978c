import { pythonTreeGuardSource } from "../pytest/python-tree-guard-source.ts";

/** Loads test files by their path and runs them with unittest. Tests run in the same process. */
export const unittestRunnerSource = String.raw`
${pythonTreeGuardSource}
import sys
import time
import traceback
import unittest

_report_path = os.environ.pop("KIMI_EVIDENCE_REPORT")
_files = sys.argv[1:]
sys.argv = ["unittest"]
sys.path[0] = os.getcwd()


def is_assertion(test, error):
    if not issubclass(error[0], AssertionError):
        return False
    frames = [os.path.realpath(frame.f_code.co_filename) for frame, _ in traceback.walk_tb(error[2])]
    return is_of_test(frames, os.path.realpath(sys.modules[type(test).__module__].__file__))


def describe(error):
    """The traceback without what called the test."""
    kind, value, place = error
    while place is not None and (place.tb_frame.f_code.co_filename == __file__ or "__unittest" in place.tb_frame.f_globals):
        place = place.tb_next
    return without_root("".join(traceback.format_exception(kind, value, place)))


class Result(unittest.TestResult):
    def __init__(self, files):
        super().__init__()
        self.files = files
        self.lines = []

    def startTest(self, test):
        super().startTest(test)
        self.state = {"outcome": "passed", "failure": None, "message": None}
        self.started = time.monotonic()

    def stopTest(self, test):
        super().stopTest(test)
        self.add(type="test", file=self.files[type(test).__module__], name=type(test).__qualname__ + "::" + test._testMethodName,
                 durationMs=(time.monotonic() - self.started) * 1000, **self.state)

    def add(self, **line):
        self.lines.append(line)

    def fail(self, test, error):
        text = describe(error)
        kind = "assertion" if is_assertion(test, error) else "error"
        known = self.state["failure"]
        self.state = {"outcome": "failed", "failure": kind if known in (None, kind) else "error",
                      "message": self.state["message"] or text}

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self.fail(test, error)

    def addError(self, test, error):
        super().addError(test, error)
        if isinstance(test, unittest.TestCase):
            self.fail(test, error)
            return
        text = describe(error)
        module = str(test).partition("(")[2].rstrip(")").split(".")
        names = [".".join(module[:end]) for end in range(len(module), 0, -1)]
        file = next((self.files[name] for name in names if name in self.files), None)
        self.add(**({"type": "file-error", "file": file} if file else {"type": "run-error"}), message=str(test) + ": " + text)

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error is not None:
            self.fail(test, error)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        if isinstance(test, unittest.TestCase):
            self.state = {"outcome": "skipped", "failure": None, "message": None}

    def addExpectedFailure(self, test, error):
        super().addExpectedFailure(test, error)
        self.state = {"outcome": "todo", "failure": None, "message": None}

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self.state = {"outcome": "todo", "failure": None, "message": None}


def load(files, result):
    suite = unittest.TestSuite()
    for file in files:
        name = os.path.splitext(file)[0].replace("/", ".")
        try:
            __import__(name)
            result.files[name] = file
            suite.addTests(unittest.defaultTestLoader.loadTestsFromModule(sys.modules[name]))
        except unittest.SkipTest:
            pass
        except BaseException:
            result.add(type="file-error", file=file, message="The file does not load.\n" + describe(sys.exc_info()))
    return suite


def main():
    result = Result({})
    load(_files, result).run(result)
    tests = sum(line["type"] == "test" for line in result.lines)
    result.add(type="end", tests=tests)
    with open(_report_path, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(line) + "\n" for line in result.lines)
    bad = any(line.get("outcome") == "failed" or line["type"].endswith("error") for line in result.lines)
    sys.exit(1 if bad else 0)


main()
`;
