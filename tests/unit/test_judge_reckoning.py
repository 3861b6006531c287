"""What a claim asks to be worked out from a passage's numbers, each in three directions. All sentences are our own."""

from __future__ import annotations

import pytest

from houxu.judge.alone import judge_alone
from houxu.model import Claim, Kind, Passage, Verdict
from houxu.text.quantities import find

S, R, M = Verdict.SUPPORTS, Verdict.REFUTES, Verdict.MENTIONS


def verdict(claim: str, passage: str) -> Verdict:
    return judge_alone(Claim("c", claim, Kind.FACT), Passage(passage), use_learned=False).verdict


@pytest.mark.parametrize(
    ("claim", "passage", "expected", "why"),
    [
        ("反对该方案的业主占到会人数四成以上", "到会业主500人,赞成260人,反对221人,弃权19人。", S, "221 of 500"),
        ("反对该方案的业主占到会人数四成以上", "到会业主500人,赞成310人,反对171人,弃权19人。", R, "171 of 500"),
        ("民主党拿下过半议席", "新一届议会150席中,民主党获得81席,自由党44席,其余归小党。", S, "81 of 150"),
        ("民主党拿下过半议席", "新一届议会150席中,民主党获得71席,自由党54席,其余归小党。", R, "71 of 150"),
        ("全县约三成的村通了光纤", "全县120个村中有37个通了光纤,年底前再通20个。", S, "37 of 120"),
        ("全县约三成的村通了光纤", "全县120个村中有67个通了光纤,年底前再通20个。", R, "67 of 120"),
        ("每十名员工中就有一名外籍", "公司现有员工8200人,其中外籍员工830人,本科以上6100人。", S, "one in ten"),
        ("每十名员工中就有一名外籍", "公司现有员工8200人,其中外籍员工230人,本科以上6100人。", R, "one in ten, and far fewer"),
        ("该楼盘成交价比起拍价高出两成以上", "该楼盘以6亿元起拍,经过40轮举牌,以7.5亿元成交。", S, "a premium over a base"),
        ("该楼盘成交价比起拍价高出两成以上", "该楼盘以6亿元起拍,经过40轮举牌,以6.6亿元成交。", R, "a premium over a base"),
        ("湖区水鸟五年间增加近一倍", "湖区水鸟2018年为2.1万只,2023年达到4.1万只,保护区面积同期扩大三成。", S, "two years beside each other"),
        ("机票价格一年内下降近四成", "这条航线的机票2022年均价为1500元,2023年为1350元。", R, "a fall of one tenth"),
        ("房屋总价减少两百多元", "单价由每平方米9800元调到9560元,其余条款不变。", S, "from one level to another"),
        ("该行本次加息25个基点", "央行将政策利率由3.50%上调至3.75%,符合预期。", S, "points between two rates"),
        ("该行本次加息25个基点", "央行将政策利率由3.50%上调至4.00%,超出预期。", R, "points between two rates"),
        ("每名医生平均负责不到二十张床位", "医院现有医生150人,护士420人,床位2400张。", S, "beds over doctors"),
        ("每名医生平均负责不到二十张床位", "医院现有医生100人,护士420人,床位2400张。", R, "beds over doctors"),
        ("小麦平均亩产超过四百公斤", "全镇种植小麦2万亩,总产量9000吨,其中优质麦占六成。", S, "tonnes over mu"),
        ("小麦平均亩产超过四百公斤", "全镇种植小麦2万亩,总产量7000吨,其中优质麦占六成。", R, "tonnes over mu"),
        ("图书馆6月日均接待读者超过五千人次", "图书馆6月全月接待读者18万人次,借出图书9万册。", S, "a month over its days"),
        ("图书馆6月日均接待读者超过五千人次", "图书馆6月全月接待读者12万人次,借出图书9万册。", R, "a month over its days"),
        ("风电场总装机达到三十万千瓦", "风电场安装60台5000千瓦风机,年发电量约8亿千瓦时。", S, "so many of such a size"),
        ("风电场总装机达到三十万千瓦", "风电场安装40台5000千瓦风机,年发电量约8亿千瓦时。", R, "so many of such a size"),
        ("公司去年第四季度盈利约三亿元", "公司去年全年净利润11亿元,前三季度净利润8亿元。", S, "the year less three quarters"),
        ("公司去年第四季度盈利约三亿元", "公司去年全年净利润11亿元,前三季度净利润10亿元。", R, "the year less three quarters"),
        ("两届运动会相隔不到五年", "本届运动会2023年9月开幕,上一届在2015年10月举行。", R, "between two months"),
        ("停电持续了近三个小时", "当晚22时30分全城停电,次日凌晨1时20分恢复供电。", S, "over midnight"),
        ("诗人去世时五十多岁", "诗人生于1900年,1921年发表第一部诗集,1956年病逝。", S, "from birth to death, past another year"),
        ("诗人去世时五十多岁", "诗人生于1900年,1921年发表第一部诗集,1978年病逝。", R, "from birth to death, past another year"),
        ("公司新开通三条航线", "公司宣布开通飞往大阪、曼谷和吉隆坡的航线,下月起执行。", S, "things in a row"),
        ("公司新开通五条航线", "公司宣布开通飞往大阪、曼谷和吉隆坡的航线,下月起执行。", R, "things in a row"),
        ("公司第一季度营收超过二十亿元", "公司今年上半年营收46亿元,同比增长8%。", M, "half a year says nothing of its first quarter"),
        ("新店于5月8日开业", "本报5月11日讯 三天前开业的新店客流不断。", S, "days counted from the dateline"),
        ("新店于5月8日开业", "本报5月11日讯 昨天开业的新店客流不断。", R, "days counted from the dateline"),
    ],
)  # fmt: skip
def test_the_claim_s_words_choose_what_is_worked_out(claim: str, passage: str, expected: Verdict, why: str) -> None:
    assert verdict(claim, passage) is expected, why


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("逼近百万千瓦", 1e9, "W"),
        ("三千瓦", 3e3, "W"),
        ("两万千瓦", 2e7, "W"),
        ("三万千米", 3e7, "m"),
        ("三到四成", 0.35, "1"),
        ("3至5成", 0.4, "1"),
        ("赢得118席", 118, "seat"),
    ],
)
def test_a_scale_and_the_prefix_of_a_unit_are_told_apart(text: str, value: float, unit: str) -> None:
    (found,) = find(text)
    assert found.unit == unit
    assert found.value == pytest.approx(value, rel=0.002)


def test_so_much_for_each_kilowatt_hour_is_no_power() -> None:
    assert [q.unit for q in find("每千瓦时0.36元")] == ["CNY"]
