"""Runs mutmut in an area's folder: mutants of texts are passed over, survivors are asked again.

Called by `tests.mutation` as a script, in the folder; its argument is the folder that mutmut is installed in.
"""

import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Let mutmut make its mutants, mark those that need no answer, and ask the tests about the rest."""
    sys.path[0] = str(ROOT)
    sys.path.append(sys.argv.pop(1))
    import mutmut.__main__ as mutmut  # noqa: PLC0415  (only now can it be found)
    from mutmut.runners.harness import PytestRunner  # noqa: PLC0415  (only now can it be found)

    from tests.mutation.results import mark  # noqa: PLC0415  (only now can it be found)
    from tests.mutation.session import Session  # noqa: PLC0415  (only now can it be found)

    make = mutmut.create_mutants

    def create_mutants(max_children: int) -> Any:
        made = make(max_children)
        mark(Path.cwd())
        return made

    mutmut.create_mutants = create_mutants
    mutmut.get_mutant_runner = lambda _children: Session(1, PytestRunner())
    # A mutant that was killed stays killed when tests are added; `rm -r var/mutation` asks about all again.
    mutmut._apply_config_change_invalidation = lambda caught: False
    forget_ourselves()
    mutmut.cli(["run", "--max-children", "1"])


def forget_ourselves() -> None:
    """From here on `tests` is the copy that stands beside the mutants."""
    sys.path.remove(str(ROOT))
    for name in [name for name in sys.modules if name.split(".")[0] == "tests"]:
        del sys.modules[name]


if __name__ == "__main__":
    main()
