/**
 * Run by the project's own Python, which knows its own syntax: reads `survey.json` beside it (a list of
 * `{path, before, after, changedLines}`) and writes `{path: {mutations, obstacle}}` to the file named first.
 */
export const pythonSurveySource = String.raw`
import ast
import json
import os
import re
import sys

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
OPPOSITES = {ast.Lt: ">=", ast.GtE: "<", ast.Gt: "<=", ast.LtE: ">", ast.Eq: "!=", ast.NotEq: "==",
             ast.In: "not in", ast.NotIn: "in", ast.Is: "is not", ast.IsNot: "is"}


class Source:
    """A text and its tree; places are UTF-16 offsets into the text."""

    def __init__(self, text):
        self.text = text
        self.mark = 1 if text.startswith("\ufeff") else 0
        body = text[self.mark:]
        self.tree = ast.parse(body)
        self.lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n|$)", body)
        self.starts = [self.mark]
        for line in self.lines:
            self.starts.append(self.starts[-1] + units(line))

    def offset(self, line, column):
        prefix = self.lines[line - 1].encode("utf-8")[:column].decode("utf-8")
        return self.starts[line - 1] + units(prefix)

    def span(self, first, last=None):
        last = last or first
        return self.offset(first.lineno, first.col_offset), self.offset(last.end_lineno, last.end_col_offset)

    def slice(self, first, last=None):
        return cut(self.text, *self.span(first, last))

    def whole(self, node):
        """The lines of a node, its decorators and indentation included."""
        first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", []))])
        return "".join(self.lines[first - 1:node.end_lineno])


def units(text):
    return len(text.encode("utf-16-le")) // 2


def cut(text, start, end):
    return text.encode("utf-16-le")[start * 2:end * 2].decode("utf-16-le")


def functions(node, names=(), outermost=True):
    for child in ast.iter_child_nodes(node):
        if isinstance(child, FUNCTIONS):
            yield ".".join((*names, child.name)), child, outermost
            yield from functions(child, (*names, child.name), False)
        elif isinstance(child, ast.ClassDef):
            yield from functions(child, (*names, child.name), outermost)
        else:
            yield from functions(child, names, outermost)


def statements(function):
    """The body without its docstring."""
    body = function.body
    first = body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    return body[1:] if documented else body


def is_generator(function):
    todo = list(function.body)
    while todo:
        node = todo.pop()
        if isinstance(node, (ast.Yield, ast.YieldFrom)):
            return True
        if not isinstance(node, (*FUNCTIONS, ast.Lambda, ast.ClassDef)):
            todo.extend(ast.iter_child_nodes(node))
    return False


def short(text):
    text = re.sub(r"\s+", " ", text)
    return text if len(text) <= 40 else text[:39] + "…"


def comment(text):
    """What was taken away stays as text: assertions about the text of the sources hold as before."""
    return "".join("\n# " + line for line in re.split(r"\r\n|\r|\n", text))


def removed(old, source):
    """What stood at the top of the file or in a class and does not any more, with the place where it can stand again."""
    end = units(source.text)
    now = {source.slice(node) for node in source.tree.body}
    names = {getattr(node, "name", None) for node in source.tree.body} | assigned(source.tree.body)
    classes = {node.name: node for node in source.tree.body if isinstance(node, ast.ClassDef)}
    for node in old.tree.body:
        if isinstance(node, ast.ClassDef) and node.name in classes:
            kept = classes[node.name]
            members = {getattr(each, "name", None) for each in kept.body}
            place = source.span(kept)[1]
            for each in node.body:
                if isinstance(each, FUNCTIONS) and each.name not in members:
                    yield node.name + "." + each.name, place, "\n" + old.whole(each) + "\n"
        elif old.slice(node) in now or isinstance(node, (ast.Import, ast.ImportFrom)):
            continue
        elif isinstance(node, (*FUNCTIONS, ast.ClassDef)) and node.name not in names:
            yield node.name, end, "\n" + old.whole(node) + "\n"
        elif isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant):
            yield short(old.slice(node)), end, "\n" + old.whole(node) + "\n"
        elif isinstance(node, ast.Assign) and not assigned([node]) & names:
            yield short(old.slice(node)), end, "\n" + old.whole(node) + "\n"


def assigned(nodes):
    return {target.id for node in nodes if isinstance(node, ast.Assign) for target in node.targets
            if isinstance(target, ast.Name)}


def survey(entry):
    source = Source(entry["after"])
    earlier, lost = {}, []
    if entry["before"] is not None:
        try:
            old = Source(entry["before"])
            earlier = {name: old.slice(node) for name, node, _ in functions(old.tree)}
            lost = list(removed(old, source))
        except SyntaxError:
            pass
    found = []

    def add(scope, kind, label, start, end, text):
        found.append({"path": entry["path"], "scope": scope, "kind": kind, "label": label,
                      "edit": {"start": start, "end": end, "text": text}})

    for name, place, text in lost:
        add("", "removed", name + " put back", place, place, text)

    for name, node, outermost in functions(source.tree):
        text = source.slice(node)
        body = statements(node)
        if earlier.get(name) == text or text in earlier.values() or node.name == "__init__" or not body:
            continue
        start, end = source.span(body[0], body[-1])
        decorated = getattr(body[0], "decorator_list", [])
        if decorated:
            start = source.offset(decorated[0].lineno, decorated[0].col_offset) - 1
        gone = ("return; yield" if is_generator(node) else "return None") + comment(cut(source.text, start, end))
        innermost = not any(True for _ in functions(node))
        if outermost and name in earlier:
            add(name, "absent", name + " as before the run", *source.span(node), earlier[name] + comment(text))
        elif outermost:
            add(name, "absent", name + " emptied", start, end, gone)
        if outermost or innermost:
            add(name, "empty", name + " emptied", start, end, gone)
            add(name, "probe", name + " throws", start, end, "raise RuntimeError('executed'); " + gone)

    changed = set(entry["changedLines"])

    def alter(scope, kind, node, text):
        if node.lineno in changed:
            add(scope, kind, short(source.slice(node)) + " → " + short(text), *source.span(node), text)

    def visit(node, scope):
        if isinstance(node, (ast.Import, ast.ImportFrom, ast.JoinedStr, ast.arg)):
            return
        if isinstance(node, FUNCTIONS):
            scope = (scope + "." if scope else "") + node.name
        elif isinstance(node, ast.Return) and node.value is not None:
            alter(scope, "return-nothing", node.value, "None")
            alter(scope, "return-empty", node.value, "{}")
        elif isinstance(node, (ast.If, ast.IfExp)):
            alter(scope, "logic", node.test, "(not (" + source.slice(node.test) + "))")
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values):
                if key is not None and not isinstance(value, (ast.Constant, ast.Dict)):
                    # What a module holds stays callable: that something is there is not behaviour.
                    alter(scope, "member", value, "None" if scope else "(lambda *args, **kwargs: None)")
        elif isinstance(node, ast.Constant):
            for kind, text in replacements(node.value):
                alter(scope, kind, node, text)
        elif isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in OPPOSITES:
            left, right = source.slice(node.left), source.slice(node.comparators[0])
            alter(scope, "logic", node, "((" + left + ") " + OPPOSITES[type(node.ops[0])] + " (" + right + "))")
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            if isinstance(node.value, (ast.Call, ast.Name, ast.Attribute)):
                alter(scope, "value", node.value, "None" if scope else "(lambda *args, **kwargs: None)")
        elif isinstance(node, ast.Raise):
            alter(scope, "statement", node, "pass")
        elif isinstance(node, (ast.Assign, ast.AugAssign, ast.Delete)) and scope:
            alter(scope, "statement", node, "pass")
        elif isinstance(node, ast.Expr):
            if isinstance(node.value, ast.Constant):
                return
            if isinstance(node.value, (ast.Call, ast.Await)):
                alter(scope, "statement", node, "pass")
        for field, child in ast.iter_fields(node):
            if field in ("annotation", "returns") or names(node, field):
                continue
            for each in child if isinstance(child, list) else [child]:
                if isinstance(each, ast.AST):
                    visit(each, scope)

    visit(source.tree, "")
    return {"mutations": found, "obstacle": None}


def names(node, field):
    """Keys and what is assigned to only name something."""
    if isinstance(node, ast.Dict):
        return field == "keys"
    return isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) and field == "slice"


def replacements(value):
    if isinstance(value, bool):
        return [("logic", "False" if value else "True")]
    if isinstance(value, (int, float)):
        return [("number-up", "(" + repr(value + 1) + ")"), ("number-down", "(" + repr(value - 1) + ")")]
    return [("string", repr(value + "x"))] if isinstance(value, str) else []


def main():
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "survey.json"), encoding="utf-8") as file:
        entries = json.load(file)
    surveys = {}
    for entry in entries:
        try:
            surveys[entry["path"]] = survey(entry)
        except (SyntaxError, ValueError, RecursionError) as error:
            surveys[entry["path"]] = {"mutations": [], "obstacle": entry["path"] + " does not parse: " + str(error)}
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        json.dump(surveys, file)


main()
`;
