"""What the sentences around a passage do to it: the next one may take it back, the one before may tell it as hearsay."""

from __future__ import annotations

import re

from houxu.model import Passage
from houxu.text.script import fold

# A curt sentence that denies what was just said, without a thing of its own to say.
_TAKEN_BACK = re.compile(
    r"^[\W_]*(?:(?:but|and|except that|only|alas|well|in fact|actually|in truth|however),? )?(?:"
    r"(?:it|that|this|they|he|she|none of (?:it|this|that)) (?:is|was|were|are|did|does|do|has|have|had)(?: not|n[’']t)(?: so| true| the case| yet| happen\w*)?[.!;,]"
    r"|(?:it|that|this|they) (?:is|was|were|are|proved|turned out)(?: to be)? (?:false|wrong|untrue|fake|a hoax|a joke|mistaken|nonsense)"
    r"|(?:not so|not true|wrong|false|nope|no|hardly|far from it|not quite|not yet)[.!;,]"
    r"|(?:the company|its maker|a spokes\w+|[\w.]{2,20}) (?:later |quickly |soon |promptly )?(?:denied|retracted|dismissed|debunked) (?:it|this|that|the)"
    r"|(?:但|可|然而|不过|其实|只是|事实上|实际上)*[,]?(?:事实)?(?:并非如此|并不是这样|不是这样|并没有|其实不然|不然|恰恰相反|这不是真的|不是真的|没这回事|假的)[。!,;]"
    r"|(?:但|可|然而|不过)?(?:这|此说|该说法|该消息|消息|上述说法)(?:是|系|属|被证实?|后来被证明)?(?:为|是)?(?:假|谣言|误传|不实|不属实|有误|乌龙|恶作剧|p图)"
    r"|(?:但|可|然而|不过)?[^。,;!]{0,10}(?:随后|很快|当天|旋即|次日|第一时间)?(?:出面)?(?:否认|辟谣|澄清)(?:了|道|称|此事|上述|该|这)"
    r")",
    re.IGNORECASE,
)
_HEARSAY = re.compile(
    r"(?:\b(?:rumou?rs?|myth|hoax|jokes?|fiction|fake news|imagine|suppose|parody|satire|hypothetical\w*|wish ?lists?)\b[^.!?]{0,60}"
    r"|(?:谣言|传言|网传|流言|误区|段子|假设|设想|恶搞|愿望清单|脑洞)[^。!?]{0,24})[::]\s*$",
    re.IGNORECASE,
)


def doubt(passage: Passage) -> str | None:
    """Why a passage does not stand as it reads, by its neighbours; None when they leave it alone."""
    if passage.after and _TAKEN_BACK.search(fold(passage.after)):
        return "下一句否认了这段话"
    if passage.before and _HEARSAY.search(fold(passage.before)):
        return "上一句说这是传闻或设想"
    return None
