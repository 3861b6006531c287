"""The mood words of Chinese; wordings within a string stand apart by blanks. See `mood_words` for the rules."""

from __future__ import annotations

from houxu.text.mood_words import AFTER, CLAUSE, ONWARD, REST, SELF, SENTENCE, Wording, wording


def _words(kinds: str, reach: str, *lines: str) -> Wording:
    return wording(kinds, reach, *(word for line in lines for word in line.split()))


# fmt: off
CHINESE: tuple[Wording, ...] = (
    # Questions made of a doubled verb, before their 不 and 没 count as negations.
    _words(
        "question",
        CLAUSE,
        "[是能会要该值行好](?:不|没)[是能会要该值行好] 可不可以 有没有 是否",
        "[能可会]否(?!认|定|决) 与否",
    ),
    _words("question", SENTENCE, r"吗(?=[?!。,”」\s]|$) [?](?![a-z0-9=&]) 难道 何时 莫非"),
    # Two negations that make a must or a yes.
    _words("obligation", AFTER, "不得不 不能不 不可不 不会不"),
    # Amounts with a limit; the comparator belongs to the quantity.
    _words(
        "",
        SELF,
        "不(?:到|足|超过?|少于|低于|大于|高于|多于|满|及)(?=[约近]?[0-9一二两三四五六七八九十百千万亿半数几])",
    ),
    _words("hedge", AFTER, "未必 不见得 不一定 不确定 没准 说不定 说不准 不好说 难说(?!服)"),
    _words("negation past_state", AFTER, "不再(?!现|次|说)"),
    _words("negation", AFTER, "不可能 不太可能 不大可能 不会"),
    _words("plan", AFTER, "不日(?!常) 不久(?:的?将来|后将|将)"),
    _words("", SELF, "差不多 免不了 少不了 离不开 躲不开 逃不开 不可避免 无法避免 无可避免 不可或缺 避不开 难免 不免 动不动 要不[是然]? 了不起 忍不住 禁不住 恨不得 巴不得 无所不 大不了"),
    _words(
        "",
        SELF,
        "不(?:设上?限|仅|但|只|止|光|单|过|少|断|久|论|管|禁|愧|妨|料|由|已|惜|错|俗|凡|菲|乏|无|约而同|胜|计|亚|外乎|可思议|甘|幸|良|锈|动产|等(?!于|待)|一(?!定|样)|用说|言而喻|谋而合|时|速|朽|懈|逊|输|如|敌|知不觉|折不扣|妙|同|谈)",
    ),
    _words(
        "",
        SELF,
        "无(?:论|非|疑|人机|人驾|人车|线|锡|限|数|不|愧|奈|几|形|名|缝|损|界|独有偶|比|聊|情|视|敌|穷|止境|所谓|缘无故|与伦比|一例外|障碍)",
        "无(?<=[毫])(?:疑问|疑义)",
    ),
    _words(
        "",
        SELF,
        "没(?:想到|料到|成想|意识到|少|错|落|收|完没了|多久|过多久|过?几[天年个]|什么两样|的说|有?(?:问题|关系|话说))",
        "没(?<=[出淹埋沉吞])",
    ),
    _words("", SELF, "未(?:来(?![0-9一二两三四五六七八九十几数将会有还计可])|免|尝不|成年|婚|几|知)"),
    _words("plan", AFTER, "未来"),
    _words("", SELF, "非(?:常|洲|凡|得|要|营利|盈利|议|同小可|典) 非(?<=[是韩南北中东西])"),
    _words("condition", ONWARD, "除非 再不(?=[^，。；,;]{1,10}就)"),
    _words("rumour", ONWARD, "[外有市网业](?:(?<=外)界|(?<=有)人|(?<=市)场|(?<=网)友|(?<=业)内)(?:普遍|纷纷|都)?(?:猜测|推测|揣测)"),
    _words("plan hope", AFTER, "[建提](?:(?<=建)议|(?<=提)(?:议|出))(?=训练|研发|开发|自研|推出|做|发布|上线|开放|收购)"),
    _words("negation", AFTER, "[并绝亦而决]非 非(?=公开|官方|实时|开源|商业|商用|正式|免费|公测|会员)"),
    # A forecast that "did not come true": the thing denied stands before its verb.
    _words(
        "negation",
        CLAUSE,
        "[并未没从](?:未|有|能)?(?:能)?(?:应验|成真|兑现|实现|发生|到来|成行|落地|如期)",
    ),
    _words(
        "negation",
        AFTER,
        "尚未 并未 从未 仍未 还未 暂未 至今未 从不 并不是? 毫不 毫无 没有? 无法 无从 无力 无意",
        "无缘 不能够? 不是 不曾 未曾 未能 难以 难于 拒绝 不(?<![曲]) 未 无(?<![一虚有])(?!疑)",
    ),
    _words("plan", CLAUSE, "[正尚仍在](?:(?<=正)在?|(?<=[尚仍])在|(?<=在))(?:商谈|洽谈|谈判|磋商|接洽|商讨|协商)"),
    _words("hedge", ONWARD, "或(?=超|将|达|为|至|突?破|升|涨|会|高达|可)"),
    _words("denial", CLAUSE, "否认 矢口 收回(?:我?(?:之前|此前|先前|曾经)|[^,。;]{0,6}(?:说法|言论|那句话))"),
    _words(
        "denial",
        SENTENCE,
        "辟谣 不实 谣言 造谣 子虚乌有 不属实 假消息 假新闻 误传 纯属(?:虚构|捏造|杜撰)",
        "系(?:谣言|误读|捏造) 无中生有",
    ),
    # Rumours. 据X报道 and 知情人士 tell a source and are quotations.
    _words(
        "rumour",
        REST,
        "据传 据说 传闻 传言 网传 盛传 疯传 风传 疑似 疑为 爆料 被曝 曝出 坊间 小道消息",
        "泄[露漏] 传出(?!口) 未经证实 谣传 流言 八卦 据称 市场传",
    ),
    _words("irony", AFTER, "所谓 号称 自封 美其名曰 标榜 吹嘘"),
    # Hedges; 或 alone is "or".
    _words("hedge plan", AFTER, "或将 恐将 料将 可能会 可能将"),
    _words(
        "hedge",
        AFTER,
        "可能(?!性) 或许 也许 大概 似乎 好像 貌似 恐怕 大致 或(?=会|于|在|已|可|成|有|能)",
        "未可知",
    ),
    # Plans. 将 before a thing that is then moved or turned into something is only a preposition.
    _words(
        "",
        SELF,
        "将(?:军|士|领|近|就|错就错|信将疑) 将(?<=[名大麻上中少干])将? 将(?<=上将)",
        "计划(?<=[a-z0-9”」》员伴划试生])(?:划)?(?=[中内的里,。]|是)",
    ),
    _words(
        "",
        SELF,
        "将(?=[^,。;:]{1,14}?(?:作为|视为|视作|转为|转化|变成|改名|更名|改成|推向|推至|推高|提升[至到]|提高[至到]|拉长|降[至到]|降低到|列为|用于|缩短|称为|命名|延长[至到]|带入|纳入|交给|融入|集成|拼|拖入|置于))",
    ),
    _words("", SELF, "将(?=[其它这那该此他她自])(?!其实)"),
    _words(
        "plan",
        AFTER,
        "即将 将会? 计划(?!书|经济|表|内|外|之) 准备(?!好|金|充分|工作|了) 有望",
        "拟(?<![模虚比草])(?![人态定合真物]) 预计 预期 预定 打算 筹备 酝酿 力争 争取 定档 定于",
        "提上日程 有意(?!思|义|识)",
        "会在(?=.{0,10}(?:年|月|日|周|季|天))(?<![大委协社机发布展峰]会在) 就会",
        "快要?(?=发布|上线|来|推出|开放|登场|问世|了)",
        "很快(?=就|便|会|将|上线|推出|发布|开放|到来|登场|问世) 马上(?=就|要|会|推|发|上)",
        "[就便]要(?=发布|上线|来|推出|开放|登场|问世) 尽快 择机 着手 着眼 目标是 旨在",
    ),
    _words("plan", CLAUSE, "指日可待 呼之欲出 箭在弦上 蓄势待发 即将到来 敬请期待 在路上 在即"),
    _words(
        "condition",
        ONWARD,
        "如果 假如 假若 假使 倘若 倘使 要是 一旦 只要(?!求) 万一 设若 如若",
        "若(?<![般宛犹旁恍仿自恰一洛])(?!干|无其|有所|即若离|隐)",
        "如(?=能|获|无法|未能|不能|按此)(?<![不比例譬]) 的话(?=[,。])",
    ),
    _words("hope", AFTER, "希望 期待 但愿 盼望? 渴望 想要 梦想 呼吁 愿景"),
    _words("obligation", AFTER, "必须 应该 应当 理应 务必 须(?<![无必])(?!知) 有必要"),
    _words("correction", AFTER, "更正 勘误 纠正 其实 事实上 实际上 实则 而是"),
    _words(
        "past_state",
        AFTER,
        "曾经",
        "曾(?!国藩|祖|孙|氏|先生|女士)(?<![未不])(?=[在于被因对向是有为一计表称说推发将与任多公开凭以获让把用提试])",
        "此前 原本 原先 原计划 一度(?<!年一度) 先前 早前 以前 当初 起初",
        "本(?=打算|来|计划|应|想|拟)(?<!基本) 最初",
    ),
    _words(
        "",
        SELF,
        "[小传学解游话再]说 说(?:明|法|服|到底|起|实话|白了)",
        "[名简自统俗人全别职堪昵尊旧]称(?!,|:) 称(?:为|作|号|呼|之|赞|霸|得上|重|谓|职|心|量)",
    ),
    _words("quotation hedge", REST, "声称 宣称 自称"),
    _words(
        "quotation",
        REST,
        "称(?![a-z0-9])(?<![名简统俗人全别职堪昵尊旧]) 称(?=[a-z]) 表示 说 指出 认为 透露 坦言",
        "写道 直言 回应 援引 强调 报道",
    ),
    _words("quotation", REST, "据(?=[^,。;]{1,16}(?:消息|统计|披露|介绍|数据|报告))(?<![数证根依占凭])"),
    _words("ability", AFTER, "能够?(?<![不可性功智产动职全效节技未有潜])(?![力量源见耗]) 可以 支持 足以"),
)
# fmt: on
