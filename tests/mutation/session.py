"""Asks the tests about all mutants of an area within one pytest session.

mutmut begins a session for each mutant, which costs more than the tests of a rule do. Here the tests are
collected once; then each mutant has a process of its own, forked from there, that runs those which reach it.
Its time is that of the processor alone, so that a busy machine kills no mutant.
"""

import json
import os
import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from mutmut.configuration import config
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.state import state
from mutmut.utils.file_utils import change_cwd
from mutmut.workers.isolation import ForkRunner, MutantResult

SURVIVED, KILLED = 0, 1
OPTIONS = ("--rootdir=.", "--tb=native", "-q")


@dataclass(frozen=True, slots=True)
class Question:
    """A mutant, the tests that reach it, and how many seconds they may take."""

    mutant: str
    tests: list[str]
    seconds: int


class Session(ForkRunner):  # type: ignore[misc]  # mutmut is installed beside the environment
    """Takes mutmut's questions, and answers them all once the first answer is awaited."""

    def startup(self) -> None:
        """Begin without questions."""
        self._asked: list[Question] = []
        self._answers: Iterator[MutantResult] | None = None
        self._told = 0

    def submit(self, mutant_name: str, tests: list[str], cpu_time_limit: int, estimated_time: float) -> None:
        """Keep the question; the quickest test is to be asked first."""
        quickest = sorted(tests, key=lambda test: state().duration_by_test[test])
        self._asked.append(Question(mutant_name, quickest, cpu_time_limit))

    def has_capacity(self) -> bool:
        """All questions are taken."""
        return True

    def pending_count(self) -> int:
        """How many are not answered yet."""
        return len(self._asked) - self._told

    def wait_for_result(self, timeout: float | None = None) -> MutantResult:
        """The next answer."""
        self._answers = self._answers or answers(self._asked)
        self._told += 1
        return next(self._answers)

    def shutdown(self) -> None:
        """Nothing is left running."""


def answers(asked: list[Question]) -> Iterator[MutantResult]:
    """An answer for each question, as a pytest session in a process of its own finds them."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        tests = dict.fromkeys(test for question in asked for test in question.tests)
        with change_cwd("mutants"):
            os._exit(pytest.main([*OPTIONS, *config().pytest_add_cli_args, *tests], [Asking(asked, writing)]))
    os.close(writing)
    with os.fdopen(reading) as told:
        for line in told:
            yield MutantResult(**json.loads(line))
    os.waitpid(child, 0)


@dataclass(slots=True)
class Asking:
    """A plugin of pytest: instead of the tests once, those of each question with its mutant."""

    asked: list[Question]
    writing: int

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Answer every question, and write the answers down as they come."""
        items = {item.nodeid: item for item in session.items}
        for question in self.asked:
            begun = time.monotonic()
            code = _answer(question, [items[test] for test in question.tests])
            found = {"mutant_name": question.mutant, "exit_code": code, "duration": time.monotonic() - begun}
            os.write(self.writing, f"{json.dumps(found)}\n".encode())
        return True


def _answer(question: Question, items: list[pytest.Item]) -> int:
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_CPU, (question.seconds, question.seconds + 1))
        set_mutant_under_test(question.mutant)
        os._exit(KILLED if any(_fails(*pair) for pair in _pairs(items)) else SURVIVED)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _pairs(items: list[pytest.Item]) -> Iterator[tuple[Any, Any]]:
    """Each test with the one after it, for which what both use is kept."""
    return zip(items, [*items[1:], None], strict=True)


def _fails(item: pytest.Item, following: pytest.Item | None) -> bool:
    return any(report.failed for report in runtestprotocol(item, nextitem=following, log=False))
