"""Frequent words that say little when two texts are laid side by side, surnames, and words that are no names. Folded text."""

from __future__ import annotations

_NO_CONTENT = """
的 了 在 是 为 和 与 及 等 将 已 已经 把 对 从 到 至 于 以 并 且 其 该 这 那 个 一个 一 也 还 又 都 就 才 而
或 则 由 向 给 让 使 称 表示 据 报道 介绍 日前 近日 记者 获悉 目前 当前 此次 本次 这次 进行 实现 达到 达 约
共 仅 只 之 所 地 得 着 过 呢 吗 吧 啊 上 下 中 里 内 外 时 后 前 来 去 说 指出 认为 显示 公布 数据 消息 透露
宣布 有 不 没 没有 未 无 非 被 比 较 同比 环比 左右 以上 以下 超过 超 不到 不足 近 逾 每 各 两 名 位 家 条 项
元 人 次 年 月 日 号 期间 方面 情况 其中 一共 总共 the a an of in on at to for by with and or is was are were
be been has have had it its that this from as will would said says say his her their he she they who which
not no than into about after before over under more less up down
"""
_COUNTING = """
人数 数 数量 总数 数为 占 占比 比例 比重 总额 总量 金额 平均 均 约占 持续 总共 共有 每人 不少 人口 年薪 月薪 之间 介于 区间
数额 数字 水平 规模 用时 耗时 时间 历时 总 额 量 位居 排名 名列 位列 排在 排 第 快 慢 多 少 高 低 大 小 长 短
贵 便宜 跌出 掉出 跻身 进入 未满 年满 顺差 逆差 差价 涨幅 跌幅 降幅 增幅 增速 均价 长度 为期 一夜之间 每辆车
每辆 每位 每名 每家 每件 每台 高达 多达 日均 月均 年均 人均 累计 合计 共计 总计 单日 单月 单周 全年 其中 首日
相距 全长 总长 长达 距离 假期 这部 这位 这家 这名 这款 该款 该校 该省 该市 该队 该店 该剧 该片 贸易顺差
贸易逆差 约为 之比 个人 原因 因 因为 结果 成为 进行 正在 一直 刚刚 定于 有关 相关 通过 根据 其 他们 她 他 它
我国 全体 此前 此行 至今 今年以来 下来 要 能 可 会 应 每名 每位 平均每 本 该 两市 两地 两国 两队 双方 三地 这批 该批 这条 该条 这座 该座 这位 该剧 这部 这项 该项 大关 整数关口 关口 不得 不能 可以 必须 应当 需要
"""
_FAMILY = """
王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金
石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温庄
"""
_CAPITALISED = """
the a an in on at of for to and or but so it its if as by with from what when while where who why how this that
these those there here then than now not no yes nor even every each all any some most more many few several other
another he she they we you i his her their our my one two three four five six seven eight nine ten first second
third last next january february march april may june july august september october november december jan feb mar
apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday pro plus turbo max
ultra lite mini preview beta alpha api app apps ai agi us usa uk eu un ceo cto cfo coo vp hd full ip gpu gpus cpu
llm llms ios android web q1 q2 q3 q4 china chinese american america us$ rmb cny usd beijing shanghai shenzhen san
francisco silicon valley europe european japan japanese korea korean british britain hollywood europeans britons
americans australians canadians asians indians germans french canada germany france india indian australia singapore
taiwan hong kong norway iceland switzerland liechtenstein italy spain brazil mexico london paris tokyo seoul york
angeles california washington brussels africa asia windows iphone iphones mac macs christmas thanksgiving tv film
research since until after before during according researchers analysts users people reuters bloomberg techcrunch
verge wired cnbc cnn bbc instead still just only also both either neither like unlike despite although though
however meanwhile yet once under over about nearly founded lab labs remix recut re-cut blend storyboard twitter
weibo wechat reddit youtube tiktok discord hacker news updated update breaking exclusive
"""

# No content words at all.
STOP = frozenset(_NO_CONTENT.split())
# Words that say that something is counted or lasts, not what.
GENERIC = frozenset(_COUNTING.split())
# What a word must begin with to be taken for a person's name when no dictionary has it.
SURNAMES = frozenset("".join(_FAMILY.split()))
# English words that stand capitalised in running text and name nobody a claim could be about.
NOT_NAMES = frozenset(_CAPITALISED.split())
