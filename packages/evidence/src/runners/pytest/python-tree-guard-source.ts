import { testPathPattern } from "../../classify-path.ts";

/** What every Python runner of ours starts with: no byte code from the tree, and who made an assertion. */
export const pythonTreeGuardSource = String.raw`
import importlib._bootstrap_external as bootstrap
import json
import os
import re

_root = os.path.join(os.path.realpath(os.getcwd()), "")
_cache_from_source = bootstrap.cache_from_source
_test_path = re.compile(${JSON.stringify(testPathPattern)})


def _cache_outside_of_tree(path, *args, **kwargs):
    path = os.path.realpath(os.fspath(path))
    if path.startswith(_root) and "site-packages" not in path:
        raise NotImplementedError("no byte code from the tree")
    return _cache_from_source(path, *args, **kwargs)


# A cached module with the size and the second of a changed one, or one that was planted, would be run in its place.
bootstrap.cache_from_source = _cache_outside_of_tree


def is_of_test(places, test_file):
    """An assertion in the code under test is an error like any other: no test made it."""
    places = [path for path in places if path.startswith(_root) and "site-packages" not in path]
    if not places or places[-1] == test_file:
        return True
    return bool(_test_path.search(places[-1][len(_root):].replace(os.sep, "/")))


def without_root(text):
    """Where the tree lies differs from run to run, and says nothing."""
    return text.replace(_root, "")
`;
