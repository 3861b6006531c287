"""Moods: what is denied, planned, rumoured, asked or supposed, and how far the word that says so reaches."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from houxu.text.modality import cues, negated, scope
from houxu.text.mood_words_zh import CHINESE


def mood(text: str, word: str) -> frozenset[str]:
    start = text.index(word)
    return scope(text, cues(text), start, start + len(word))


def denied(text: str, word: str) -> bool:
    start = text.index(word)
    return negated(text, cues(text), start, start + len(word))


NEGATED = [
    ("新工具尚未开放", "开放", "尚未"),
    ("新工具還沒有開放", "開放", "没有, traditional"),
    ("新工具从未收费", "收费", "从未"),
    ("新工具并未收费", "收费", "并未"),
    ("新工具不收费", "收费", "不"),
    ("新工具无法联网", "联网", "无法"),
    ("新工具难以商用", "商用", "难以"),
    ("新工具并非免费", "免费", "并非"),
    ("新工具不再收费", "收费", "不再 ends a state"),
    ("团队拒绝公布价格", "公布", "refusal"),
    ("预报的暴雨并未到来", "暴雨", "a forecast that did not come true"),
    ("没有公布价格也没有开放注册", "开放", "each negation of a row stands for itself"),
    ("The tool is not free.", "free", "not"),
    ("The tool isn't free.", "free", "n't"),
    ("The tool isn’t free.", "free", "curly apostrophe"),
    ("The tool never crashed.", "crashed", "never"),
    ("There is no free tier.", "free tier", "no"),
    ("None of them shipped.", "shipped", "none"),
    ("It works without sign-up.", "sign-up", "without"),
    ("The tool fails to render hands.", "render", "fails to"),
    ("The team is unable to ship.", "ship", "unable to"),
    ("The tool has yet to ship.", "ship", "yet to"),
    ("Neither tool shipped.", "shipped", "neither"),
    ("It is not fast, nor is it free.", "free", "nor"),
    ("The tool no longer needs an invite.", "needs", "no longer"),
    ("The launch has not happened.", "launch", "the subject of a denied event"),
    ("The merger never materialised.", "merger", "the same with never"),
]


@pytest.mark.parametrize(("text", "word", "why"), NEGATED, ids=[c[2] for c in NEGATED])
def test_is_negated(text: str, word: str, why: str) -> None:
    assert denied(text, word), why
    assert "negation" in mood(text, word), why


NOT_NEGATED = [
    ("新工具不仅免费,还开源", "免费", "不仅"),
    ("新工具不过是开源项目", "开源", "不过"),
    ("不少用户付费", "付费", "不少"),
    ("团队不断更新产品", "更新", "不断"),
    ("上线不久便收费", "收费", "不久"),
    ("不止一家公司付费", "付费", "不止"),
    ("团队不得不推迟发布", "推迟", "不得不 is a must"),
    ("无论谁都付费", "付费", "无论"),
    ("不论谁都付费", "付费", "不论"),
    ("差不多都开放了", "开放", "差不多"),
    ("非常适合商用", "商用", "非常"),
    ("未来属于开源", "开源", "未来 is no 未"),
    ("没想到它收费", "收费", "没想到 presumes the fact"),
    ("不足100人付费", "付费", "不足 bounds a number"),
    ("不到一年就开放", "开放", "不到 bounds a number"),
    ("无人机开放预订", "开放", "无人机"),
    ("并非没有限制", "限制", "two negations cancel"),
    ("不是不收费", "收费", "不是不"),
    ("团队没有人不付费", "付费", "two negations with a word between"),
    ("没有公布价格,但开放了注册", "开放", "但 ends the reach"),
    ("没有公布价格;注册已开放", "开放", "semicolon ends the reach"),
    ("未收费、已开放", "开放", "a new item with its own polarity"),
    ("还没有收费而已开放", "还", "what stands before the word is not governed"),
    ("The tool is not only free but open.", "free", "not only"),
    ("No doubt the tool is free.", "free", "no doubt"),
    ("It is nothing less than free.", "free", "nothing less than"),
    ("It is no more than 20 seconds.", "20", "no more than"),
    ("It never fails to amaze.", "amaze", "two negations cancel"),
    ("It is not without charm.", "charm", "not without"),
    ("It is not cheap, but it is open.", "open", "but ends the reach"),
    ("It is not cheap while others are open.", "open", "while ends the reach"),
    ("It sank to No. 3 in the charts.", "charts", "No. as number"),
    ("No later than March it shipped.", "shipped", "no later than"),
    ("It cannot but improve.", "improve", "cannot but"),
    ("Why not open it?", "open", "why not"),
    ("不开放", "不开放", "a cue inside the span does not govern it"),
]


@pytest.mark.parametrize(("text", "word", "why"), NOT_NEGATED, ids=[c[2] for c in NOT_NEGATED])
def test_is_not_negated(text: str, word: str, why: str) -> None:
    assert not denied(text, word), why
    assert "negation" not in mood(text, word), why


MOODS = [
    ("公司即将发布新机", "发布", "plan", "即将"),
    ("公司將發布新機", "發布", "plan", "将, traditional"),
    ("公司计划发布新机", "发布", "plan", "计划"),
    ("公司准备发布新机", "发布", "plan", "准备"),
    ("新机有望发布", "发布", "plan", "有望"),
    ("公司拟收购对手", "收购", "plan", "拟"),
    ("公司预计明年盈利", "盈利", "plan", "预计"),
    ("The firm will open a lab.", "open", "plan", "will"),
    ("The firm plans to open a lab.", "open", "plan", "plans to"),
    ("The firm is set to open a lab.", "open", "plan", "set to"),
    ("A lab is expected to open.", "open", "plan", "expected to"),
    ("The firm is about to open a lab.", "open", "plan", "about to"),
    ("The council means to widen the road.", "widen", "plan", "means to"),
    ("A parade is pencilled in for May.", "parade", "plan", "pencilled in"),
    ("The opening is scheduled for June.", "opening", "plan", "a scheduled event stands before its verb"),
    ("据传公司收购对手", "收购", "rumour", "据传"),
    ("网传公司收购对手", "收购", "rumour", "网传"),
    ("有爆料称公司收购对手", "收购", "rumour", "爆料"),
    ("疑似新机照片流出", "照片", "rumour", "疑似"),
    ("公司下月会发布新机", "发布", "plan", "会 before a launch"),
    ("有消息称公司收购对手", "收购", "rumour", "有消息称"),
    ("外界猜测公司会收购对手", "收购", "rumour", "what outsiders guess"),
    ("业内都在猜它会把新版端出来", "端", "rumour", "what the trade guesses"),
    ("市场普遍推测公司会涨价", "涨价", "rumour", "what the market guesses"),
    ("有人建议收购对手,没有获批", "收购", "plan", "a proposal is no deed"),
    ("有人提出上线新版,被否了", "上线", "hope", "nor a decision"),
    ("两家正在商谈收购事宜", "收购", "plan", "talks"),
    ("公司正跟老股东商量,让员工卖出持股", "卖出", "plan", "talks with somebody, over the comma"),
    ("The firm reportedly bought a rival.", "bought", "rumour", "reportedly"),
    ("The firm is said to have bought a rival.", "bought", "rumour", "is said to"),
    ("A leak shows the price.", "price", "rumour", "leak"),
    ("公司收购对手了吗?", "收购", "question", "吗 at the end governs all"),
    ("公司是否收购对手", "收购", "question", "是否"),
    ("公司昨夜已收购对手的消息传遍全城:这是真的吗?", "收购", "question", "asks about what stands before the colon"),
    ("The firm bought a rival, the post says: is that true?", "bought", "question", "the same in English"),
    ("公司会不会收购对手", "收购", "question", "A-not-A is no negation"),
    ("Did the firm buy a rival?", "buy", "question", "question mark"),
    ("It is unknown whether it opens.", "opens", "question", "whether"),
    ("如果公司收购对手,股价会涨", "股价", "condition", "what follows from a condition is supposed too"),
    ("一旦开放,用户会涨", "开放", "condition", "一旦"),
    ("若开放注册,用户会涨", "开放", "condition", "若"),
    ("If it opens, prices fall.", "prices", "condition", "if in front"),
    ("Unless it opens, prices rise.", "opens", "condition", "unless"),
    ("公司希望收购对手", "收购", "hope", "希望"),
    ("The firm hopes to buy a rival.", "buy", "hope", "hopes"),
    ("The firm would like to buy a rival.", "buy", "hope", "would like"),
    ("公司否认收购对手", "收购", "denial", "否认"),
    ("收购一事系谣言", "收购", "denial", "谣言 looks back"),
    ("The firm denies buying a rival.", "buying", "denial", "denies"),
    ("Talk of a sale was debunked.", "sale", "denial", "debunked looks back"),
    ("公司可能收购对手", "收购", "hedge", "可能"),
    ("公司或许会收购对手", "收购", "hedge", "或许"),
    ("It may open soon.", "open", "hedge", "may"),
    ("Perhaps, it is open.", "open", "hedge", "an adverb before its comma looks over it"),
    ("It appears to be open.", "open", "hedge", "appears to"),
    ("公司表示已收购对手", "收购", "quotation", "表示"),
    ("据某报报道,公司收购对手", "收购", "quotation", "a named source is no rumour"),
    ("The firm said it bought a rival.", "bought", "quotation", "said"),
    ("According to the paper, it opened.", "opened", "quotation", "according to"),
    ("公司必须公布价格", "公布", "obligation", "必须"),
    ("公司应该公布价格", "公布", "obligation", "应该"),
    ("The firm must publish prices.", "publish", "obligation", "must"),
    ("公司此前收费", "收费", "past_state", "此前"),
    ("公司曾向用户收费", "收费", "past_state", "曾"),
    ("It used to charge users.", "charge", "past_state", "used to"),
    ("It originally charged users.", "charged", "past_state", "originally"),
    ("It no longer charges users.", "charges", "past_state", "no longer ends a state"),
    ("更正:价格是20元", "20", "correction", "更正 looks over its colon"),
    ("In fact it is free.", "free", "correction", "in fact"),
    ("所谓开源不过如此", "开源", "irony", "所谓"),
    ("The so-called open model", "open", "irony", "so-called"),
    ("It may well be “open” now.", "open", "irony", "scare quotes"),
]


@pytest.mark.parametrize(("text", "word", "kind", "why"), MOODS, ids=[f"{c[2]}: {c[3]}" for c in MOODS])
def test_governs(text: str, word: str, kind: str, why: str) -> None:
    assert kind in mood(text, word), why


NOT_MOODS = [
    ("公司在大会发布了新机", "发布", "plan", "大会 is a conference"),
    ("据某报报道,公司收购对手", "收购", "rumour", "attribution is no rumour"),
    ("近日发布会在京举行", "举行", "plan", "发布会 is no 会"),
    ("团队将视频拉长到一分钟", "拉长", "plan", "将 that only fronts the object"),
    ("用户将近一亿", "一亿", "plan", "将近 is an amount"),
    ("团队已准备好演示", "演示", "plan", "准备好 is done"),
    ("计划书已公布", "公布", "plan", "计划 in a noun"),
    ("若干用户付费", "付费", "condition", "若干"),
    ("It looks as if painted.", "painted", "condition", "as if"),
    ("It opened in May.", "opened", "hedge", "May the month"),
    ("Researchers at Will's lab opened it.", "opened", "plan", "Will the name"),
    ("It could not open.", "open", "hedge", "could not is inability"),
    ("小说已经出版", "出版", "quotation", "说 in a noun"),
    ("新机被称为旗舰", "旗舰", "quotation", "称为 names, it does not quote"),
    ("不可能收购", "收购", "hedge", "不可能 is no 可能"),
    ("At once it opened.", "opened", "past_state", "at once"),
    ("公司发布新机。下月将调价", "发布", "plan", "another sentence"),
    ("It opened. Prices will rise.", "opened", "plan", "another sentence in English"),
]


@pytest.mark.parametrize(("text", "word", "kind", "why"), NOT_MOODS, ids=[c[3] for c in NOT_MOODS])
def test_does_not_govern(text: str, word: str, kind: str, why: str) -> None:
    assert kind not in mood(text, word), why


def test_a_long_quotation_is_one_and_a_short_one_is_not() -> None:
    assert "quotation" in mood("他写:“我们这一年几乎没有休息过一天”", "休息")
    assert "quotation" not in mood("“大白兔”上市", "大白兔")


def test_a_sentence_end_inside_a_version_does_not_end_the_reach() -> None:
    assert denied("The team did not open version 4.5 to users.", "users")


@settings(max_examples=200)
@given(
    st.one_of(
        st.text(),
        st.lists(
            st.sampled_from(
                [
                    "不",
                    "没",
                    "未",
                    "将",
                    "会",
                    "吗",
                    "?",
                    "。",
                    ",",
                    "非",
                    "无",
                    "“",
                    "”",
                    "not",
                    "no",
                    "will",
                    "if",
                    "may",
                    "n't",
                    ".",
                    "If",
                    "\n",
                    "传",
                ]
            ),
            max_size=15,
        ).map(" ".join),
    )
)
def test_any_text_is_read_without_failing_and_offsets_slice_back(text: str) -> None:
    found = cues(text)
    for cue in found:
        assert text[cue.start : cue.end] == cue.text
        assert 0 <= cue.first <= cue.last <= len(text)
    for start in range(len(text)):
        assert negated(text, found, start, start + 1) == ("negation" in scope(text, found, start, start + 1))


def test_every_chinese_wording_can_be_found_by_its_first_character() -> None:
    """The scan jumps from first character to first character: a wording that begins with a group would never be met."""
    words = [word for wording in CHINESE for word in wording.words]
    assert [w for w in words if w[0] in "(|?*+^$." or w.startswith("\\")] == []


def test_a_question_after_a_colon_leaves_what_was_told_before_it() -> None:
    text = "新版昨夜已经上线,评论区开始起哄:手机版还捂着干嘛?"
    assert "question" not in mood(text, "上线")
    assert "question" in mood(text, "手机版")
