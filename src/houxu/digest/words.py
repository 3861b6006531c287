"""The words of a digest in both of its languages."""

from __future__ import annotations

from collections.abc import Mapping

from houxu.model import Status, Tier, Verdict


def tongue(language: str) -> str:
    """ "zh" or "en": what a digest is written in for a reader of this language."""
    return "zh" if language.startswith("zh") else "en"


def words(language: str) -> Mapping[str, str]:
    """All fixed words of a digest by name."""
    return _WORDS[tongue(language)]


STATUS_WORDS = {
    "zh": {
        Status.OPEN: "待定",
        Status.CONFIRMED: "已证实",
        Status.CONTRADICTED: "被推翻",
        Status.DISPUTED: "有争议",
        Status.SUPERSEDED: "已过时",
        Status.EXPIRED: "已到期",
        Status.OPINION: "观点",
    },
    "en": {s: s.value for s in Status},
}
VERDICT_WORDS = {
    "zh": {Verdict.SUPPORTS: "支持", Verdict.REFUTES: "反驳", Verdict.UPDATES: "更新", Verdict.MENTIONS: "提及"},
    "en": {v: v.value for v in Verdict},
}
TIER_WORDS = {
    "zh": {
        Tier.OFFICIAL: "官方",
        Tier.AGENCY: "通讯社",
        Tier.MAJOR: "主流媒体",
        Tier.TRADE: "行业媒体",
        Tier.BLOG: "博客",
        Tier.AGGREGATOR: "聚合站",
    },
    "en": {
        Tier.OFFICIAL: "official",
        Tier.AGENCY: "news agency",
        Tier.MAJOR: "major outlet",
        Tier.TRADE: "trade press",
        Tier.BLOG: "blog",
        Tier.AGGREGATOR: "aggregator",
    },
}
HEADINGS = {
    "zh": {
        Status.CONTRADICTED: "被推翻",
        Status.CONFIRMED: "已证实",
        Status.SUPERSEDED: "已过时：当时属实，后来有了新情况",
        Status.DISPUTED: "有争议：各方说法不一",
        Status.OPEN: "重新待定",
        Status.EXPIRED: "到期未见应验的预测",
        Status.OPINION: "观点",
    },
    "en": {
        Status.CONTRADICTED: "Contradicted",
        Status.CONFIRMED: "Confirmed",
        Status.SUPERSEDED: "Superseded: right for its day, overtaken since",
        Status.DISPUTED: "Disputed: sources disagree",
        Status.OPEN: "Open again",
        Status.EXPIRED: "Predictions that expired unmet",
        Status.OPINION: "Opinions",
    },
}
_WORDS = {
    "zh": {
        "colon": "：",
        "join": "，",
        "list": "、",
        "count": "{n} 条{status}",
        "subject_quiet": "后续：{day} 没有主张变化",
        "subject_changed": "{n} 条主张有变",
        "subject_changed_one": "{n} 条主张有变",
        "subject_span": "本期 ",
        "subject_news": "{span}{said}：{parts}",
        "subject_lead": "后续：{parts}",
        "subject_doubtful": "{n} 条存疑",
        "subject_corrected": "{n} 条更正",
        "quiet": "没有主张的状态发生变化。",
        "of_claims": "共 {n} 条主张",
        "doubtful": "新近存疑：状态未变，但有了不利的证据",
        "due": "即将到期的预测",
        "due_in": "还有 {n} 天",
        "due_in_one": "还有 1 天",
        "due_today": "今天到期",
        "news": "尚无结论的新报道",
        "touches": "涉及 {n} 条主张",
        "touches_one": "涉及 1 条主张",
        "more_news": "另有 {n} 篇未列出",
        "corrections": "更正：此前日报说过、现在不再成立的",
        "told": "{day} 的日报称其“{status}”",
        "stands": "现为“{status}”",
        "rejected": "所依据的段落经 {by} 复核，被否定",
        "relabelled": "所依据的段落经 {by} 复核，改了判定",
        "reworded": "主张的文字已改，旧的判定不再沿用",
        "reread": "主张的读法已改（基线文件的期望、日期或名称），据此重读后不再成立",
        "withdrawn": "主张已撤下",
        "gone": "所依据的段落不再支持这一判定",
        "health": "来源故障",
        "missed": "没有按时运行的任务",
        "task_fetch": "抓取",
        "task_digest": "日报",
        "not_run_since": "自 {since} 起未运行",
        "failing": "自 {since} 起，连续失败 {n} 次",
        "failing_one": "自 {since} 起，失败 1 次",
        "last_ok": "上次成功 {at}",
        "never_ok": "从未成功过",
        "why": "依据",
        "author": "文章作者",
        "voices": "独立来源 {n} 家",
        "voices_one": "独立来源 1 家",
        "reprints": "另有 {n} 篇转载",
        "reprints_one": "另有 1 篇转载",
        "accept": "{by} 已复核：认可",
        "relabel": "{by} 已复核：改判",
        "more_passages": "另有 {n} 段证据",
        "more_passages_one": "另有 1 段证据",
        "more_claims": "另有 {n} 条未列出",
        "see_page": "见主张页面",
        "see_table": "全部见 houxu status",
        "fell": "把握由 {before} 降到 {now}",
        "unknown_outlet": "来源不明",
        "stands_now": "各主张现状",
        "read": "本期读取报道 {n} 篇。",
        "how": "判定由规则得出：把原文中的数字、日期、事件与主张逐一对照，同一篇的转载只算一家，经人复核的以人为准。"
        "每条都附原文、理由与链接；如有误判，请用 houxu review 更正，下期日报会公开说明。",
        "unsubscribe": "退订",
    },
    "en": {
        "colon": ": ",
        "join": ", ",
        "list": ", ",
        "count": "{n} {status}",
        "subject_quiet": "houxu: no claim changed on {day}",
        "subject_changed": "{n} claims changed",
        "subject_changed_one": "{n} claim changed",
        "subject_span": "this week ",
        "subject_news": "{said}: {parts}",
        "subject_lead": "houxu: {parts}",
        "subject_doubtful": "{n} in doubt",
        "subject_corrected": "{n} corrected",
        "quiet": "No claim changed its status.",
        "of_claims": "{n} claims in all",
        "doubtful": "Newly doubtful: same status, but evidence against it",
        "due": "Predictions due soon",
        "due_in": "{n} days left",
        "due_in_one": "1 day left",
        "due_today": "due today",
        "news": "New coverage without a verdict",
        "touches": "touches {n} claims",
        "touches_one": "touches 1 claim",
        "more_news": "and {n} more articles",
        "corrections": "Corrections: what an earlier digest told and holds no more",
        "told": "the digest of {day} called it {status}",
        "stands": "now {status}",
        "rejected": "{by} reviewed the passage behind it and rejected it",
        "relabelled": "{by} reviewed the passage behind it and changed its verdict",
        "reworded": "the claim was reworded, so the old verdict is not kept",
        "reread": "the claim is read otherwise (its expectation, dates or names in the baseline file), and the passage read anew no longer bears it out",
        "withdrawn": "the claim was withdrawn",
        "gone": "the passage behind it no longer bears the verdict out",
        "health": "Sources that failed",
        "missed": "What did not run",
        "task_fetch": "fetch",
        "task_digest": "digest",
        "not_run_since": "not run since {since}",
        "failing": "since {since}, {n} failures in a row",
        "failing_one": "since {since}, 1 failure",
        "last_ok": "last worked {at}",
        "never_ok": "never worked",
        "why": "Why",
        "author": "the author",
        "voices": "{n} independent voices",
        "voices_one": "1 independent voice",
        "reprints": "and {n} reprints",
        "reprints_one": "and 1 reprint",
        "accept": "reviewed by {by}: accepted",
        "relabel": "reviewed by {by}: verdict changed",
        "more_passages": "and {n} more passages",
        "more_passages_one": "and 1 more passage",
        "more_claims": "and {n} more",
        "see_page": "see the claims' page",
        "see_table": "see all with houxu status",
        "fell": "confidence fell from {before} to {now}",
        "unknown_outlet": "unknown source",
        "stands_now": "Where the claims stand",
        "read": "Read {n} articles.",
        "read_one": "Read 1 article.",
        "how": "Verdicts come from rules that lay the numbers, dates and events of a passage beside the claim; reprints count "
        "as one voice, and a person's review outranks the rules. Each comes with its passage, reason and link; correct one "
        "with houxu review, and the next digest says so openly.",
        "unsubscribe": "Unsubscribe",
    },
}


def plural(w: Mapping[str, str], name: str, n: int, **more: str) -> str:
    """The words for a number of things, in the singular where there is one."""
    return w[f"{name}_one" if n == 1 and f"{name}_one" in w else name].format(n=n, **more)
