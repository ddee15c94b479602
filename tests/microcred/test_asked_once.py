"""Questions about shared objects: answered once for the same ones, and never for others."""

from weakref import ref

from microcred.asked_once import LIMIT, asked_once
from microcred.record import Organisation


def organisation(name: str) -> Organisation:
    """An institution of this name."""
    return Organisation(f"did:web:{name}.example", {"en": name})


class Question:
    """Asks for the names, and counts how often it had to be answered."""

    def __init__(self) -> None:
        self.count = 0
        self.ask = asked_once(self.answer)

    def answer(self, *organisations: Organisation) -> list[str]:
        """The names."""
        self.count += 1
        return [one.legal_name["en"] for one in organisations]


def test_the_same_objects_are_asked_about_twice_and_no_more() -> None:
    question, one, other = Question(), organisation("a"), organisation("b")

    assert [question.ask(one, other) for _ in range(9)] == [["a", "b"]] * 9
    assert question.count == 2


def test_equal_objects_are_others() -> None:
    question, one = Question(), organisation("a")
    question.ask(one)
    question.ask(one)
    twin = organisation("a")

    question.ask(twin)

    assert question.count == 3


def test_an_object_at_the_place_of_one_that_is_gone_has_its_own_answer() -> None:
    question = Question()

    for number in range(1000):
        one = organisation(str(number))
        assert question.ask(one) == question.ask(one) == [str(number)]
        del one


def test_objects_are_not_kept_alive() -> None:
    question = Question()
    question.ask(one := organisation("a"))
    question.ask(one)
    found = ref(one)

    del one

    assert found() is None


def test_the_number_of_answers_is_bounded() -> None:
    question = Question()
    many = [organisation(str(number)) for number in range(3 * LIMIT)]

    for one in many:
        question.ask(one)
        question.ask(one)

    question.ask(many[0])
    assert question.count == 2 * len(many) + 1
