"""What somebody is told of strangers, asking every address of the site; nothing, if all is well."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from tests.factories import asking, crossing, whereabouts
from tests.factories.asking import Question
from tests.factories.crossing import Twins
from tests.factories.estates import YONDER
from tests.factories.rehearsing import Rehearsal
from tests.factories.telling import Answer, Visitor
from tests.factories.whereabouts import Words

# Every role sends the queries and filled forms that its pages offer: with one sentence, and this one with all words.
ASKING = "analyst"


def find_told(rehearsal: Rehearsal, role: str) -> dict[str, Any]:
    """
    Ask as that role before and after strangers come, then for what is theirs; return what is wrong, by what it is.

    broken    addresses that answer with a fault
    changed   addresses that are answered in another way once there are strangers
    told      words of strangers, and words that the rule closes, by address
    differs   addresses of strangers' things that are answered in another way than what is not there
    asked     queries, filters and forms that are answered in another way for what is theirs, or once they are there
    unproved  words open to the role of which none was ever told: silence would prove nothing
    """
    visitor = rehearsal.visitor(role)
    words = whereabouts.words_for(rehearsal.here, visitor.person_id, rehearsal.at)
    heard = {path: visitor.hear(path, False) for path in crossing.first_paths(rehearsal.ours)}
    before = {path: said.without([path]) for path, said in heard.items()}
    pages = {path: said.body for path, said in heard.items() if said.status == 200}
    before |= {path: visitor.ask(path) for path in crossing.open_paths(whereabouts.PUBLIC)}
    asked = {
        question: question.put_to(visitor) for question in asking.questions(pages, rehearsal.said, once=role != ASKING)
    }
    rehearsal.add_strangers()
    after = {path: visitor.ask(path) for path in dict.fromkeys((*before, *crossing.paths(rehearsal.ours)))}
    told = frozenset[str]().union(*(answer.told for answer in after.values()))
    found = {
        "broken": [str(one) for one, answer in (*after.items(), *asked.items()) if answer.status >= 500],
        "changed": [path for path, answer in before.items() if answer != after[path]],
        "told": {path: wrong for path, answer in after.items() if (wrong := _wrong(answer, words))},
        "differs": [
            (path, post)
            for path, post in _differing(visitor, crossing.twins(rehearsal.ours, rehearsal.theirs))
            # What was there already is nothing of theirs: it is held to what it was.
            if post or path not in before
        ],
        "asked": [
            *(str(question) for question, said in asked.items() if _tells(question, visitor, said)),
            *(asking.find_known(rehearsal, visitor, pages) if role == ASKING else ()),
        ],
        "unproved": [which for which in (words.own, words.shared) if which and not told & which],
    }
    return {what: wrong for what, wrong in found.items() if wrong}


def _tells(question: Question, visitor: Visitor, said: Answer) -> bool:
    """Whether it is answered otherwise than it was; the number of a row that a form makes is another each time."""
    now = question.put_to(visitor)
    if now == said:
        return False
    return question.put_to(visitor) == now or now.without_numbers() != said.without_numbers()


def _wrong(answer: Answer, words: Words) -> list[str]:
    """The words that this answer should not hold: any of strangers, and what the rule closes."""
    return sorted(word for word in answer.told if word.startswith(YONDER) or word in words.closed)


def _differing(visitor: Visitor, twins: Iterable[Twins]) -> list[tuple[str, bool]]:
    """The paths of strangers' things that are answered in another way than what is not there, by either method."""
    # What is not there is the same for many a thing that is.
    hear = cache(visitor.hear)
    return [
        (pair.there, post)
        for pair in twins
        for post in (False, True)
        if visitor.ask(pair.there, sent=pair.sent, post=post)
        != hear(pair.nothing, post).without([pair.nothing, *pair.sent])
    ]
