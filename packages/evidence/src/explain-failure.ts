import type { CriterionVerdict, EvidenceReport, FailureReport, SuiteResult } from "@kimi/contracts";
import { isTestPath } from "./classify-path.ts";
import { cutText } from "./cut-text.ts";

const messageLimit = 1_200;
const maxCriteria = 8;

/** The smallest evidence that lets somebody mend a failed verdict; `null` when there is nothing to mend. */
export function explainFailure(report: EvidenceReport): FailureReport | null {
  const open = report.criteria.filter(({ status }) => status === "failed" || status === "unproven");
  const blocking = report.findings.filter((finding) => finding.blocking);
  const problems = [
    ...report.suites.flatMap((suite) => suite.problems.map((problem) => cutText(problem, messageLimit))),
    ...blocking.map(({ path, message }) =>
      cutText(path === null ? message : `${path}: ${message}`, messageLimit),
    ),
  ];
  if (open.length === 0 && blocking.length === 0) return null;
  const route = chooseRoute(report);
  // Whoever mends failing code is not helped by what is still to be tested, and the other way round.
  const concerned = open.filter((each) => routeOf(each) === route);
  const shown = (concerned.length > 0 ? concerned : open).slice(0, maxCriteria);
  return {
    route,
    summary: summarise(report, open),
    criteria: shown.map(describeCriterion),
    problems: [...new Set(problems)],
  };
}

/** Code that is wrong comes first: tests can only be judged when it is right. */
function chooseRoute({ criteria, findings, suites }: EvidenceReport): FailureReport["route"] {
  if (criteria.some((each) => routeOf(each) === "coding")) return "coding";
  const regression = findings.some(
    ({ kind, blocking, path }) =>
      blocking && (kind === "failing-test" || (kind === "weakened-test" && !isOfTestStage(path))),
  );
  return regression || suites.some(isBrokenBySource) ? "coding" : "testing";
}

/** Tests and the settings of their runners alone can be mended by whoever writes tests. */
function isOfTestStage(path: string | null): boolean {
  return (
    path !== null &&
    (isTestPath(path) || /(?:^|\/)(?:(?:vitest|jest)\.(?:config|setup)\.|(?:pytest|tox)\.ini$)/.test(path))
  );
}

function routeOf({ status }: CriterionVerdict): FailureReport["route"] {
  return status === "failed" ? "coding" : "testing";
}

/**
 * Whether test files do not load because of a file that is no test: whoever writes tests cannot mend that. Node names
 * the place of the error first, pytest last.
 */
function isBrokenBySource({ runner, files, problems }: SuiteResult): boolean {
  return problems.some((problem) => {
    if (!files.some((file) => problem.startsWith(`${file}: `))) return false;
    const places = [...problem.slice(problem.indexOf(": ")).matchAll(/([\w@./-]+\.(?:py|[cm]?[jt]sx?)):\d+/g)]
      .map(([, place = ""]) => place)
      .filter((place) => !/node_modules|site-packages|\/lib\/python/.test(place));
    const place = runner === "pytest" ? places.at(-1) : places[0];
    return place !== undefined && !isTestPath(place) && !files.some((file) => place.endsWith(file));
  });
}

function summarise({ criteria, findings }: EvidenceReport, open: readonly CriterionVerdict[]): string {
  const failed = open.filter(({ status }) => status === "failed").length;
  const blocking = findings.filter((finding) => finding.blocking).length;
  const parts = [
    failed > 0 ? `${failed} of ${criteria.length} criteria failed` : null,
    open.length > failed ? `${open.length - failed} of ${criteria.length} criteria are unproven` : null,
    blocking > 0 ? `${blocking} finding${blocking === 1 ? " blocks" : "s block"} the verdict` : null,
  ].filter((part) => part !== null);
  return `${parts.join(", ")}.`;
}

function describeCriterion({
  criterion,
  reason,
  evidence,
}: CriterionVerdict): FailureReport["criteria"][number] {
  const decisive =
    evidence.find(({ result }) => /^(?:failed|flaky|textual)$/.test(result?.outcome ?? "")) ?? evidence[0];
  const red =
    decisive?.red.map(({ method, outcome, detail }) => `${method}: ${outcome}. ${detail}`).join("\n") ?? "";
  const message = decisive?.result?.message ?? (red === "" ? null : red);
  return {
    criterion,
    reason,
    test: decisive === undefined ? null : `${decisive.test.file} > ${decisive.test.name}`,
    message: message === null ? null : cutText(message, messageLimit),
  };
}
