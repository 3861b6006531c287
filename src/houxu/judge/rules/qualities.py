"""Judgements of degree: physics right or wrong, ahead or overtaken, cheaper or not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from houxu.judge.attribution import Hold, Subject, holder, listed
from houxu.judge.claim_reading import ClaimReading
from houxu.judge.concepts import Together
from houxu.judge.occurrences import Occurrence, occurrences
from houxu.judge.opinion import HOLD_WEIGHT, Opinion, asserted
from houxu.judge.reading import Reading
from houxu.judge.rules.pair import Pair
from houxu.match.mentions import Mention, Names
from houxu.model import Entity, Kind, Verdict


def opinions(pair: Pair) -> Iterator[Opinion]:
    """Compare each quality the claim asserts with what the passage says of the same subject."""
    for claimed in pair.claim.qualities:
        for found in _latest(occurrences(pair.passage, "qualities", [claimed.concept.id]), claimed.concept.contrary):
            if (opinion := weigh(pair, claimed, found)) is not None:
                yield opinion
        if claimed.concept.own_product and claimed.positive and (shown := _own_product(pair, claimed)) is not None:
            yield shown
        if claimed.concept.own_launch and claimed.positive and (launched := _own_launch(pair, claimed)) is not None:
            yield launched


def _latest(found: list[Occurrence], contrary: bool) -> list[Occurrence]:
    """ "Was streets ahead, by now others close in": of two contraries in one passage the one told last holds."""
    both = contrary and len({o.positive for o in found}) > 1
    return found[-1:] if both else found


def weigh(pair: Pair, claimed: Occurrence, found: Occurrence) -> Opinion | None:
    """What a quality told somewhere in the passage says of the quality claimed; None when it says nothing."""
    concept = claimed.concept
    if concept.versus:
        held = _all_in_sentence(pair, found)
    elif concept.contrary and not found.positive and not _is_loser(pair, found):
        held = _overtaken(pair, found)
    else:
        held = pair.hold(found.start, found.end, by_product=concept.by_product)
        if held is Hold.OTHER and concept.own_product and (_own_likeness(pair, found) or _staffed(pair, found)):
            held = Hold.NAMED
        if held is Hold.OTHER and concept.specific and _host_named(pair, found):
            held = Hold.OWNER
        if held is Hold.OWNER and concept.specific:
            held = Hold.CARRIED
        if held is Hold.UNNAMED or held is Hold.OWNER:
            held = Hold.OTHER
    mood = pair.passage.mood(found.start, found.end)
    if pair.claim.claim.kind is Kind.OPINION:
        mood -= {"hedge"}  # a guess is what such a claim is
    if _RHETORICAL.match(pair.passage.folded, found.start):
        mood -= {"question"}
    if concept.own_product and _staffed(pair, found):
        mood -= {"plan"}  # whom it hired "will work on video generation": the hiring is done
    if concept.alone and _COMMITTED.search(pair.passage.folded, found.start, found.end):
        mood -= {"plan"}  # money set aside is a deed
    if "quotation" in mood and _HAD_BEEN.search(pair.passage.folded[: found.start]):
        mood -= {"past_state"}  # "told staff it had been slow": the tense is the report's
    past = "past_state" in mood and not (concept.outgrown and not found.positive)  # "no longer" ends a state today
    if concept.ability and not found.positive and (_admitted(pair, found) or _at_times(pair, found)):
        mood -= {"hedge", "plan"}  # "the model may struggle with ...": what its maker owns up to, it means
    if concept.ability and not found.positive and _habit(pair, found):
        mood -= {"condition"}
    if past and concept.outgrown and _no_more(pair, claimed, found, held):
        return Opinion(Verdict.UPDATES, 0.78, f"后来情况变了:“{_quote(pair, found)}”已成过去", f"quality:{concept.id}")
    if held is Hold.OTHER or not asserted(mood) or past or _too_early(pair, found) or _elsewhere(pair, found):
        return None
    if _proves_nothing(pair, found) or _somebody_else_was(pair, found):
        return None
    if _not_so(pair, found) or (concept.ability and found.positive and _named_behind(pair, found)):
        return None
    if not (concept.alone or partner_named(pair)) or (concept.own_product and not _product_beside(pair, found)):
        return None
    if not _same_kind(pair, found):
        return None
    name = f"quality:{concept.id}"
    if concept.contrary and found.positive and claimed.positive and _left_behind(pair, found):
        reason = f"报道说的与“{concept.label_zh}”相反:“{_quote(pair, found)}”"
        return Opinion(Verdict.REFUTES, 0.78, reason, name)
    if found.positive == claimed.positive:
        reason = f"报道也说到“{concept.label_zh}”:“{_quote(pair, found)}”"
        return Opinion(Verdict.SUPPORTS, 0.82 * HOLD_WEIGHT[held], reason, name)
    if (
        concept.denied is not None
        and claimed.positive
        and concept.denied.search(pair.passage.folded, _flat_start(pair, found), _flat_end(pair, found))
    ):
        return Opinion(Verdict.REFUTES, 0.8 * HOLD_WEIGHT[held], f"报道断然否认:“{_quote(pair, found)}”", name)
    outgrown = concept.outgrown and concept.yes.search(pair.passage.folded, found.start, found.end) is not None
    if outgrown and held is Hold.NAMED and _later(pair, found):
        reason = f"后来情况变了:“{_quote(pair, found)}”"
        return Opinion(Verdict.UPDATES, 0.78, reason, name)
    if concept.contrary:
        reason = f"报道说的与“{concept.label_zh}”相反:“{_quote(pair, found)}”"
        return Opinion(Verdict.REFUTES, 0.78, reason, name)
    return None


_HAD_BEEN = re.compile(r"\bhad been (?:\w+ )?$")
_COMMITTED = re.compile(r"\d[\d.,]* ?(?:billion|bn|trillion|亿)")
_BY_NOW = re.compile(r"如今|现在|现已|眼下|而今|\bnow\b|\btoday\b|\bby now\b")


def _no_more(pair: Pair, claimed: Occurrence, found: Occurrence, held: Hold) -> bool:
    """ "Once the laggard, it now outspends everyone": what the claim says has ended."""
    same = found.positive == claimed.positive and held is Hold.NAMED and _later(pair, found)
    return same and _BY_NOW.search(pair.passage.folded, found.end, pair.passage.sentence_at(found.start)[1]) is not None


_RHETORICAL = re.compile(r"why\b|何必|何苦|何须")  # such a question says no


_ADMITS = re.compile(
    r"承认|坦[承言陈白]|自陈|自曝|官方(?:也)?(?:说|列)|(?:弱点|短板|不足|局限)"
    r"|\b(?:conced|admit|acknowledg|own(?:s|ed) up|warn|caution|confess)\w*|\b(?:weakness|shortcoming|limitation)"
)


def _admitted(pair: Pair, found: Occurrence) -> bool:
    """ "OpenAI concedes that it may mix up left and right"."""
    first, last = pair.passage.sentence_at(found.start)
    return _ADMITS.search(pair.passage.folded, first, last) is not None


_MAY = re.compile(r"有时|时而|偶尔|\b(?:may|can|sometimes|at times|occasionally)\b")


def _at_times(pair: Pair, found: Occurrence) -> bool:
    """ "It may confuse left and right": a weakness that shows at times is one."""
    clause = pair.passage.clause_at(found.start)
    return _MAY.search(pair.passage.folded, clause[0], found.end) is not None


_BREAK = re.compile(r"—|;|这是|那是|\b(?:that|this) is\b")


def _same_kind(pair: Pair, found: Occurrence) -> bool:
    """A claim of particular slips is met by those, not by a verdict on the whole or by others."""
    concept = found.concept
    if concept.general is None or any(concept.general.search(t.folded) for t in pair.claim.texts):
        return True
    claimed = [k for k in concept.kinds if any(k.search(t.folded) for t in pair.claim.texts)]
    first, last = pair.passage.sentence_at(found.start)
    return not claimed or any(k.search(pair.passage.folded, first, max(last, found.end)) for k in claimed)


def _named_behind(pair: Pair, found: Occurrence) -> bool:
    """ "Splashes like real ones are thirty years of work; Sora ...": praise before its sentence has named anybody."""
    here = pair.passage.within(pair.passage.sentence_at(found.start), pair.passage.mentions)
    if not here or here[0].start < found.end:
        return False
    return _BREAK.search(pair.passage.folded, found.end, here[0].start) is not None


_WHENEVER = re.compile(r"只要|每当|凡是|一旦|\b(?:whenever|if you (?:ask|look|prompt|pause|count|watch))\b")


def _habit(pair: Pair, found: Occurrence) -> bool:
    """ "Whenever two things touch, it slips": a condition that keeps coming true."""
    first, last = pair.passage.sentence_at(found.start)
    cues = [c for c in pair.passage.cues if c.kind == "condition" and first <= c.start < last]
    return all(_WHENEVER.match(pair.passage.folded, c.start) for c in cues)


_NO_PROOF = re.compile(
    r"(?:不(?:等于|代表|意味着|说明|能说明|能证明|足以(?:说明|证明))|并不(?:等于|代表|意味着|说明)|证明不了|说明不了)"
    r"|\b(?:does(?: not|n[’']t)|do(?: not|n[’']t)|did(?: not|n[’']t)|no way to|hardly|nor does it|fails? to|far from) (?:itself )?(?:show|prove|proof|mean|demonstrat\w+|impl(?:y|ies)|establish|tell us)\b"
)


def _proves_nothing(pair: Pair, found: Occurrence) -> bool:
    """ "Looking real does not show that it understands": what is not shown is neither so nor not so."""
    start = pair.passage.clause_at(found.start)[0]
    return (
        _NO_PROOF.search(pair.passage.folded, max(start, found.start - 48), min(found.end, found.start + 24))
        is not None
    )


_PASSIVE = re.compile(r"被|遭到?")


def _somebody_else_was(pair: Pair, found: Occurrence) -> bool:
    """谷歌和 Meta 同样被甩在身后: the passive is of the names right before it."""
    if not found.concept.contrary or not _PASSIVE.match(pair.passage.folded, found.start):
        return False
    first, _ = pair.passage.clause_at(found.start)
    before = [m for m in pair.passage.mentions if first <= m.start and m.end <= found.start and not m.aside]
    return bool(before) and not any(pair.claim.subject.with_products().named_by(m) for m in before)


def _not_so(pair: Pair, found: Occurrence) -> bool:
    """ "Not one of the legs swaps places": a wording of the opposite that is itself denied says nothing either way."""
    concept, passage = found.concept, pair.passage
    if found.positive:
        return False
    if concept.no is not None and concept.no.fullmatch(passage.folded, found.start, found.end) is not None:
        return passage.negated(found.start, found.end)
    return any(_part_denied(passage, found, told) for told in concept.together if not told.positive)


def _part_denied(passage: Reading, found: Occurrence, told: Together) -> bool:
    """ "Not once did a hand come out with six": a denial that is no part of the wording itself, before one part of it."""
    spans = [m.span() for p in told.parts for m in p.finditer(passage.folded, found.start, found.end)]
    if not all(p.search(passage.folded, found.start, found.end) for p in told.parts):
        return False
    outside = [c for c in passage.cues if c.kind == "negation" and not any(a < c.end and c.start < b for a, b in spans)]
    return any(c.first <= a < c.last for c in outside for a, _ in spans)


def _flat_start(pair: Pair, found: Occurrence) -> int:
    """压根 stands before 不懂物理."""
    return max(pair.passage.clause_at(found.start)[0], found.start - 4) if found.concept.ability else found.start


def _flat_end(pair: Pair, found: Occurrence) -> int:
    """Where a flat denial may stand: of an ability, up to the next name of the sentence; else in the wording alone."""
    if not found.concept.ability:
        return found.end
    last = pair.passage.sentence_at(found.start)[1]
    return min([m.start for m in pair.passage.mentions if found.end <= m.start < last], default=max(last, found.end))


def _elsewhere(pair: Pair, found: Occurrence) -> bool:
    """ "In e-commerce it lags behind": what is said of another trade of the same company."""
    start = pair.passage.sentence_at(found.start)[0]
    end = max(found.end, pair.passage.clause_at(found.end - 1)[1])
    other = found.concept.elsewhere
    return other is not None and other.search(pair.passage.folded, start, end) is not None


def _is_loser(pair: Pair, found: Occurrence) -> bool:
    """ "Sora fell behind": whoever is named nearest lost, where other wordings name the winner first."""
    loses = found.concept.loses
    return loses is not None and loses.search(pair.passage.folded, found.start, found.end) is not None


def _all_in_sentence(pair: Pair, found: Occurrence) -> Hold:
    """A comparison holds where its own sentence names all sides of it, and one of them stands nearest."""
    here = pair.passage.within(pair.passage.sentence_at(found.start), pair.passage.mentions)
    sides = (pair.claim.subject.with_products(), *pair.claim.others)
    first, last = pair.passage.sentence_at(found.start)
    if pair.claim.topical and any(t.yes.search(pair.passage.folded, first, last) for t in pair.claim.fields):
        sides = sides[1:]  # its trade is spoken of, though nobody names it
    nearest = holder(pair.passage, found.start, found.end)
    ours = not found.positive or (nearest is not None and any(s.named_by(nearest) for s in sides))
    return Hold.NAMED if sides and ours and all(any(s.named_by(m) for m in here) for s in sides) else Hold.OTHER


def _host_named(pair: Pair, found: Occurrence) -> bool:
    """A feature so rare is known by the product that it is part of, where the claim names that product too."""
    here = pair.passage.within(pair.passage.sentence_at(found.start), pair.passage.mentions)
    return any(o.named_by(m) for o in pair.claim.others for m in here)


def partner_named(pair: Pair) -> bool:
    """A prediction about what somebody will bring about needs both named ("with her at the helm, X will speed up")."""
    reading = pair.claim
    if not reading.is_prediction or reading.topical or not reading.others:
        return True
    return any(o.named_by(m) for o in reading.others for m in pair.passage.mentions)


def _product_beside(pair: Pair, found: Occurrence) -> bool:
    """A company enters a field by a product of its own, named in the clause that names the field."""
    subject = pair.claim.subject.with_products()
    for mention in pair.passage.within(pair.passage.clause_at(found.start), pair.passage.mentions):
        kinds = {e.kind for i in mention.ids if (e := pair.names.entities.get(i)) is not None}
        if subject.named_by(mention) and kinds & {"product", "model"}:
            return True
        between = pair.passage.folded[mention.end : found.start]
        its = subject.named_by(mention) and (_ITS.match(between) or _BRINGS.match(between))
        if its and _MODEL.search(pair.passage.folded, found.start, found.end + 8):
            return True
    return _own_likeness(pair, found) or _staffed(pair, found)


_ITS = re.compile(
    r"(?:(?:亚洲)?研究院)?(?:的|[’']s|自家的?|旗下的?|自研的?)?\s?(?:own |new )?$"
)  # what stands between an owner and a thing
_BRINGS = re.compile(
    r"\s?(?:(?:亚洲)?研究院|has |have |also |yesterday |today |已|今天|昨天|昨日|还|也|正式)*(?:folded|launched|unveiled|released|added|shipped|built|opened|推出|发布|上线|内置|端出|拿出|放出)了?\s?"
    r"(?:an?|its|the|own|new|一款|一个|自家|全新|自研|的|新|\s)*$"
)
_MODEL = re.compile(r"模型|工具|model|generator|maker")
_JOINS = re.compile(
    r"跳[到槽]|加盟|加入|入职|投奔|转投|\bjoin(?:s|ed|ing)?\b|\b(?:leaving|leaves|left|quits?)\b[^.;,]{0,24}\bfor\b"
)
_HIRES = re.compile(r"招[聘揽人]|挖[来走角]|\bhir(?:es|ed|ing)\b|\bpoach(?:es|ed|ing)\b")
_EFFORT = re.compile(
    r"视频生成|文生视频|视频模型|\bvideo[- ]generat|\btext[- ]to[- ]video|\bvideo models?|\bmodels? (?:that|which) (?:makes?|generates?|creates?)"
)


def _staffed(pair: Pair, found: Occurrence) -> bool:
    """A company that takes on people for the field has moved there: whom they join, or who hires them."""
    first, last = pair.passage.sentence_at(found.start)
    folded, here = pair.passage.folded, pair.passage.within((first, last), pair.passage.mentions)
    joins, hires = _JOINS.search(folded, first, last), _HIRES.search(folded, first, last)
    if joins is not None:
        employer = next((m for m in here if m.start >= joins.end()), None)
    elif hires is not None:
        employer = next((m for m in reversed(here) if m.end <= hires.start()), None)
    else:
        return False
    return (
        employer is not None
        and pair.claim.subject.named_by(employer)
        and _EFFORT.search(folded, employer.end, min(last, employer.end + 80)) is not None
    )


_TAKEN = re.compile(r"(?:把|将|令|让|leav(?:es|ing)|left|ahead of|behind)\s*(?:openai(?:的|['’]s)?\s*)?$")


def _left_behind(pair: Pair, found: Occurrence) -> bool:
    """ "Veo has left Sora behind", 把 Sora 甩在身后: the claim's side is what somebody else gets ahead of."""
    sides = pair.claim.subject.with_products()
    near = pair.passage.within(pair.passage.clause_at(found.start), pair.passage.mentions)
    return any(sides.named_by(m) and _TAKEN.search(pair.passage.folded[: m.start]) for m in near)


def _own_likeness(pair: Pair, found: Occurrence) -> bool:
    """ "Meta got its own Sora out": a product of its own, called by another's name."""
    likeness = next((m for m in pair.passage.mentions if m.likeness and found.start <= m.start < found.end), None)
    before = [m for m in pair.passage.mentions if likeness is not None and m.end <= likeness.start]
    return bool(before) and pair.claim.subject.named_by(before[-1])


def own_products(claim: ClaimReading, names: Names) -> frozenset[str]:
    """The products that the claim's subject makes, where naming one, or its launch, shows that the claim came true."""
    found: frozenset[str] = frozenset()
    if any(o.concept.own_product and o.positive for o in claim.qualities):
        made = names.of_fields({f.id for f in claim.fields})
        found = frozenset(i for i in made if names.owner(i) in claim.subject.ids)
    if any(o.concept.own_launch and o.positive for o in claim.qualities):
        found |= {i for i, e in names.entities.items() if e.owner in claim.subject.ids and _is_model(e)}
    return found


def _is_model(entity: Entity) -> bool:
    return entity.kind == "model" or entity.field == "video"


def _own_product(pair: Pair, claimed: Occurrence) -> Opinion | None:
    """Naming, as a fact, a product that the subject makes in the claim's field shows that it has moved there."""
    own_ids = own_products(pair.claim, pair.names)
    for mention in pair.passage.mentions:
        own = bool((mention.ids | mention.base) & own_ids)
        at = Occurrence(claimed.concept, mention.start, mention.end, positive=True)
        if BORROWED.search(pair.passage.folded, mention.end, mention.end + 60):
            continue  # a shop window for another's model is no move of its own
        if own and not mention.likeness and asserted(pair.passage.mood(at.start, at.end)) and not _too_early(pair, at):
            reason = f"报道说到其自家产品:“{_quote(pair, at)}”"
            return Opinion(Verdict.SUPPORTS, 0.8, reason, f"quality:{claimed.concept.id}")
    return None


BORROWED = re.compile(
    r"\b(?:running|runs|built|based|powered|driven)[^.;,]{0,12} (?:on|by) (?:openai|sora)|(?:由|用|靠|基于|采用|接入) ?(?:的)?(?:openai|sora)"
)
_LAUNCHES = ("release",)
_TO_COME = re.compile(
    r"\bsoon\b|\bnext (?:week|month|year)\b|\beager\b|\banticipat|\bupcoming\b|即将|将于|有望|盼|等[着著待]|期待"
)
_CLOSE = 24  # characters between a model's name and the word for its launch


def _own_launch(pair: Pair, claimed: Occurrence) -> Opinion | None:
    """A model that the subject brought out, told as a fact of a day after the claim, in the clause that names it."""
    subject, passage = pair.claim.subject, pair.passage
    for event in occurrences(passage, "events", _LAUNCHES):
        clause, nearest = passage.clause_at(event.start), holder(passage, event.start, event.end)
        if not event.positive or _too_early(pair, event) or not _later(pair, event) or nearest is None:
            continue
        if not asserted(passage.mood(event.start, event.end)) or _TO_COME.search(passage.folded, *clause):
            continue
        models = [m for m in passage.within(clause, passage.mentions) if not m.likeness and _made_by(pair, m, subject)]
        launched = min(models, key=lambda m: max(event.start - m.end, m.start - event.end), default=None)
        if launched is None or max(event.start - launched.end, launched.start - event.end) > _CLOSE:
            continue
        if not _of_the_trade(pair, launched):
            continue
        if nearest is launched or subject.named_by(nearest):
            said = passage.text[launched.start : launched.end]
            reason = f"报道说到其新出的模型:“{said}”"
            return Opinion(Verdict.SUPPORTS, 0.8, reason, f"quality:{claimed.concept.id}")
    return _new_model(pair, claimed)


def _of_the_trade(pair: Pair, launched: Mention) -> bool:
    """A chat model is no move in the race for video: the model is of the claim's trade, or the passage speaks of the trade."""
    made = [e for i in launched.ids | launched.base if (e := pair.names.entities.get(i)) is not None]
    trades = {t.id for t in pair.claim.fields}
    return not trades or any(e.field in trades for e in made) or pair.in_field()


_KINDS_OF_MODEL = r"(?:video|language|reasoning|text-to-video|image|multimodal|foundation|mixture-of-experts|ai|open(?:-weight|-source)?)"
_MODELS = r"(?:视频|影片|文生视频|语言|推理|多模态|生成|开源|大)模型"
_NEW_MODEL = re.compile(
    rf"\b(?:introduc\w+|unveil\w+|releas\w+|launch\w+|show(?:ed|s)|add(?:s|ed)|open(?:s|ed)|g[ia]ve(?:s|n)? away|put out|roll(?:s|ed) out|open-sourced|shipp?(?:ed|s))\b(?! (?:off|up|down))"
    rf"[^.;,]{{0,40}}\b{_KINDS_OF_MODEL}[ -](?:[\w-]+ ){{0,3}}models?\b"
    rf"|(?:发布|推出|上线|开放|开源|放出|亮出|端出|发表)了?[^，。；,;]{{0,16}}{_MODELS}"
    rf"|(?:{_MODELS}|文生视频|视频生成)[^，。；,;]{{0,8}}(?:上线|发布|开放|开源|面世|亮相|登场|推出)(?!时间|日期|仪式)"
)
_OF_OTHERS = re.compile(
    r"接入|调用|使用|基于|采用|套壳|竞品|对手的|\b(?:uses?|using|based on|built on|rival|competing|third-party)\b"
)


def _new_model(pair: Pair, claimed: Occurrence) -> Opinion | None:
    """The subject brought out a model that has no name of its own there ("added a text-to-video model")."""
    passage, subject = pair.passage, pair.claim.subject
    for found in _NEW_MODEL.finditer(passage.folded):
        nearest = holder(passage, found.start(), found.end())
        clause = passage.clause_at(found.start())
        if nearest is None or nearest.likeness or not subject.named_by(nearest) or nearest.start >= found.end():
            continue
        if not asserted(passage.mood(*found.span())) or passage.negated(*found.span()):
            continue
        if _TO_COME.search(passage.folded, *clause) or _OF_OTHERS.search(passage.folded, *clause):
            continue
        when, days = pair.told(*found.span()), pair.claim_days
        if when is not None and days is not None and when.first > days[1]:
            reason = f"报道说到其新出的模型:“{passage.text[found.start() : found.end()].strip()}”"
            return Opinion(Verdict.SUPPORTS, 0.8, reason, f"quality:{claimed.concept.id}")
    return None


def _made_by(pair: Pair, mention: Mention, subject: Subject) -> bool:
    made = [e for i in mention.ids | mention.base if (e := pair.names.entities.get(i)) is not None]
    return any(e.owner in subject.ids and _is_model(e) for e in made)


def _overtaken(pair: Pair, found: Occurrence) -> Hold:
    """Who is overtaken is seldom the nearest name: the others are. It is whom the passage spoke of before."""
    reading = pair.claim
    named = frozenset(i for t in reading.texts for m in t.mentions for i in m.ids)
    overtaken = Subject(reading.subject.products & named or reading.subject.ids)
    sentence = pair.passage.sentence_at(found.start)
    after = [m for m in pair.passage.mentions if found.end <= m.start < sentence[1]]
    near = after and pair.passage.clauses_between(found.end - 1, after[0].start) == 0
    if near and after[0].start - found.end <= 24:  # "surpassed Runway and Sora": those named together are overtaken
        return Hold.NAMED if any(overtaken.named_by(m) for m in listed(pair.passage, after)) else Hold.OTHER
    before = [m for m in pair.passage.mentions if m.end <= found.start]
    first = next(iter(before), None)
    return (
        Hold.CARRIED
        if first is not None and overtaken.named_by(first) and reading.subject.products & named
        else Hold.OTHER
    )


def _later(pair: Pair, found: Occurrence) -> bool:
    when, days = pair.told(found.start, found.end), pair.claim_days
    return when is not None and days is not None and when.first > days[1] + timedelta(days=60)


def _too_early(pair: Pair, found: Occurrence) -> bool:
    when, days = pair.told(found.start, found.end), pair.claim_days
    return when is not None and days is not None and when.last < days[0] - timedelta(days=60)


def _quote(pair: Pair, found: Occurrence) -> str:
    return pair.passage.text[found.start : found.end].strip()
