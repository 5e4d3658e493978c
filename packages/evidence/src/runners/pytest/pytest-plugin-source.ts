import { pythonTreeGuardSource } from "./python-tree-guard-source.ts";

/** The plugin that pytest loads. It works in the controller only, so that pytest-xdist does not write twice. */
export const pytestPluginSource = String.raw`
${pythonTreeGuardSource}
import pytest
from _pytest.assertion import rewrite

_report_path = os.environ.pop("KIMI_EVIDENCE_REPORT", None)
if hasattr(rewrite, "_read_pyc"):
    rewrite._read_pyc = lambda *args, **kwargs: None


def _kind(item, excinfo):
    if not isinstance(excinfo.value, (AssertionError, pytest.fail.Exception)):
        return "error"
    places = [os.path.realpath(str(entry.path)) for entry in excinfo.traceback]
    return "assertion" if is_of_test(places, os.path.realpath(str(item.fspath))) else "error"


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    report = (yield).get_result()
    if call.excinfo is not None:
        report.kimi_kind = _kind(item, call.excinfo) if call.when == "call" else "error"


def pytest_configure(config):
    if not hasattr(config, "workerinput") and _report_path is not None:
        config.pluginmanager.register(_Writer(_report_path), "kimi-evidence-writer")


class _Writer:
    def __init__(self, path):
        self.file = open(path, "w", encoding="utf-8")
        self.tests = {}
        self.count = 0

    def write(self, **line):
        if line.get("message"):
            line["message"] = without_root(line["message"])
        self.file.write(json.dumps(line) + "\n")

    def pytest_collectreport(self, report):
        if report.failed:
            file = report.nodeid.split("::")[0] or "."
            self.write(type="file-error", file=file, message="The file does not load.\n" + str(report.longrepr))

    def pytest_runtest_logreport(self, report):
        test = self.tests.setdefault(report.nodeid, {"outcome": None, "failure": None, "message": None, "ms": 0})
        test["ms"] += report.duration * 1000
        if report.failed:
            test["outcome"] = "failed"
            test["failure"] = test["failure"] or getattr(report, "kimi_kind", "error")
            test["message"] = test["message"] or str(report.longrepr)
        elif test["outcome"] is None and (report.when == "call" or report.skipped):
            # A test that is expected to fail shows nothing, whether it does or not.
            expected = hasattr(report, "wasxfail")
            test["outcome"] = "todo" if expected else report.outcome
        if report.when == "teardown":
            self.finish(report.nodeid, self.tests.pop(report.nodeid))

    def finish(self, nodeid, test):
        file, _, name = nodeid.partition("::")
        self.count += 1
        self.write(type="test", file=file, name=name, outcome=test["outcome"] or "skipped",
                   failure=test["failure"], message=test["message"], durationMs=test["ms"])

    def pytest_internalerror(self, excrepr):
        self.write(type="run-error", message=str(excrepr))

    def pytest_sessionfinish(self, session):
        self.write(type="end", tests=self.count)
        self.file.close()
`;
