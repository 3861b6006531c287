"""Who did it to whom: agent and patient of a deed, plaintiff and defendant, winner and loser.

All the words may be the same in two texts and the roles turned round. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from houxu.judge.alignment import Aligned
from houxu.judge.signs import AGAINST, FOR, Sign
from houxu.judge.slots import first_thing, is_actor, last_thing, stands_in
from houxu.judge.word_lists import GENERIC
from houxu.judge.wording import Word, Wording, is_thing, name_kind


def signs(pair: Aligned) -> Iterator[Sign]:
    """All signs from roles."""
    for detector in DETECTORS:
        yield from detector(pair)


# -- agent and patient ---------------------------------------------------------------------------------------------------

_PASSIVE = re.compile(r"(?<![一-鿿])被|(?<=[一-鿿])被(?![子套褥告动])|遭(?!遇|到了?质疑)|受到|获得?(?=[^,。;]{1,8}的)")
_MOVED = re.compile(r"[把将](?!军|近|来|士)")
_REACH = 16  # characters


@dataclass(frozen=True, slots=True)
class _Deed:
    """A verb and its clause: what stands before it and behind it; a passive and 把 turn places into roles."""

    clause: tuple[int, int]
    start: int
    end: int
    passive: int | None
    moved: int | None

    def role(self, place: int) -> str:
        """ "agent", "patient" or "" for a place of the clause."""
        if not self.clause[0] <= place < self.clause[1] or place == self.start:
            return ""
        if self.passive is not None:
            return "patient" if place < self.passive else "agent" if place < self.start else "patient"
        if self.moved is not None and place < self.start:
            return "patient" if place > self.moved else "agent"
        return "agent" if place < self.start else "patient"


def _deed(text: Wording, start: int, end: int) -> _Deed:
    first, last = text.clause_span(start)
    passive = [m.start() for m in _PASSIVE.finditer(text.folded, first, start)]
    moved = [m.start() for m in _MOVED.finditer(text.folded, first, start)]
    return _Deed((first, last), start, end, passive[-1] if passive else None, moved[-1] if moved else None)


def _roles(pair: Aligned) -> Iterator[Sign]:
    """消防员救出孕妇, and a passage in which the 消防员 is 被她的丈夫救出."""
    for verb in pair.claim.words:
        places = pair.found[verb.start][1]
        if len(verb.text) < 2 or is_thing(verb.text) or len(places) != 1 or pair.found[verb.start][0] < 0.9:
            continue
        ours = _deed(pair.claim, verb.start, verb.end)
        theirs = _deed(pair.passage, places[0], places[0] + len(verb.text))
        sides = _sides(pair, ours)
        if sides is None:
            continue
        agent, patient = ({theirs.role(p) for p in pair.found[w.start][1]} - {""} for w in sides)
        turned = agent == {"patient"} and patient <= {"agent"}
        if turned and (patient or theirs.passive is not None):
            yield Sign(AGAINST, 0.8, f"“{verb.text}”的双方与主张相反")


def _sides(pair: Aligned, deed: _Deed) -> tuple[Word, Word] | None:
    """The claim's agent and patient: the things nearest to the verb on each side that the passage has."""
    things = [
        w
        for w in pair.claim.words
        if deed.clause[0] <= w.start < deed.clause[1]
        and abs(w.start - deed.start) <= _REACH
        and (is_thing(w.text) or name_kind(w.text))
        and w.text not in GENERIC
        and len(w.text) > 1
        and pair.found[w.start][0] >= 0.5
        and pair.found[w.start][1]
    ]
    agents = [w for w in things if deed.role(w.start) == "agent"]
    patients = [w for w in things if deed.role(w.start) == "patient"]
    if not agents or not patients:
        return None
    agent, patient = (min(ws, key=lambda w: abs(w.start - deed.start)) for ws in (agents, patients))
    if agent.text == patient.text or not all(is_actor(w.text) or _WHO.search(w.text) for w in (agent, patient)):
        return None
    return agent, patient


_WHO = re.compile(r"(?:员|人|者|长|师|生|妇|客|手|民|主|夫|妻|方|子|女|友|队|商|户|公司|企业|国|亲|爷|奶|童|军|警|官)$")


# -- who sued whom, who beat whom -----------------------------------------------------------------------------------------

_SUES = re.compile(
    r"(?P<who>[^,。;]{2,14}?)(?:(?:把|将)(?P<whom>[^,。;]{2,14}?)(?:告上|告到|诉至|起诉)|(?:起诉|状告|诉称|指控|控告)[了,“\"]*(?P<whom2>[^,。;]{2,14}))"
)
_GOES_TO_COURT = re.compile(
    r"(?P<who>[^,。;:]{2,14}?)(?:随即|遂|便|一怒之下|于是)?(?:诉至|告到|告上|诉诸|提起诉讼|提起民事诉讼|诉请|打起官司)"
)


def _plaintiffs(pair: Aligned) -> Iterator[Sign]:
    """甲把乙告上法庭 is not 乙诉称甲侵权."""
    ours, theirs = _SUES.search(pair.claim.folded), _SUES.search(pair.passage.folded)
    if ours is not None and theirs is None:
        yield from _goes_to_court(pair, ours)
    if ours is None or theirs is None:
        return
    whom, told = ("whom" if m["whom"] else "whom2" for m in (ours, theirs))
    who = last_thing(pair.claim, ours.end("who"))
    target = first_thing(pair.claim, ours.span(whom))
    if who is None or target is None:
        return
    before, behind = theirs.span("who"), theirs.span(told)
    if stands_in(pair, who, before) and stands_in(pair, target, behind):
        yield Sign(FOR, 0.5, f"“{theirs[0]}”与主张一致")
    elif stands_in(pair, target, before) and stands_in(pair, who, behind):
        yield Sign(AGAINST, 0.9, f"双方相反:报道“{theirs[0]}”")


def _goes_to_court(pair: Aligned, ours: re.Match[str]) -> Iterator[Sign]:
    """父亲诉至法院: only who sues is told."""
    theirs = _GOES_TO_COURT.search(pair.passage.folded)
    who = last_thing(pair.claim, ours.end("who"))
    target = first_thing(pair.claim, ours.span("whom" if ours["whom"] else "whom2"))
    if theirs is None or who is None or target is None:
        return
    sues, sued = (stands_in(pair, w, theirs.span("who")) for w in (who, target))
    if sues != sued:
        said = f"报道“{theirs[0]}”"
        yield Sign(FOR, 0.5, f"起诉者一致:{said}") if sues else Sign(AGAINST, 0.9, f"双方相反:{said}")


_WINS = re.compile(r"夺冠|冠军|夺走|捧起|捧走|登顶|获胜|取胜|胜出|晋级|出线")
_BEATS = re.compile(r"(?:战胜|击败|力克|淘汰|打败|险胜|完胜|横扫|逆转|力压|送走)(?P<loser>[^,。;]{2,12})")


def _losers(pair: Aligned) -> Iterator[Sign]:
    """Whom the passage has beaten did not win."""
    wins = _WINS.search(pair.claim.folded)
    if wins is None:
        return
    actors = [w for w in pair.claim.words if is_actor(w.text)]
    by = [w for w in actors if pair.claim.folded[: w.start].endswith(("由", "被", "是"))]
    for name in (by or actors)[:1]:  # who is said to have won
        if not pair.found[name.start][1]:
            continue
        for beaten in _BEATS.finditer(pair.passage.folded):
            if stands_in(pair, name, beaten.span("loser")) and not stands_in(pair, name, (0, beaten.start())):
                yield Sign(AGAINST, 0.8, f"报道说“{beaten[0]}”", "name")
                return


DETECTORS: tuple[Callable[[Aligned], Iterator[Sign]], ...] = (_roles, _plaintiffs, _losers)
