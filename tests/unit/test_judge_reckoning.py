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
        ("门店三季度营业额同比增长一成", "门店三季度营业额环比增长10%,客流同期持平。", M, "told against the quarter before"),
        ("论坛参会者超过两千人", "论坛设30个分会场、120个展位,为期三天。", M, "rooms and stands are no people"),
        ("春节出游人次恢复到2019年的九成以上", "今年春节出游2.9亿人次,2019年春节为3.1亿人次。", S, "over another year's"),
        ("春节出游人次恢复到2019年的九成以上", "今年春节出游2.1亿人次,2019年春节为3.1亿人次。", R, "over another year's"),
        ("苹果批发价跌破每斤2元", "苹果批发价降至每公斤3.6元,果农惜售。", S, "a kilo is two jin"),
        ("苹果批发价跌破每斤2元", "苹果批发价降至每公斤4.8元,果农惜售。", R, "a kilo is two jin"),
        ("该港去年吞吐量超过一千万吨", "去年该港平均每月吞吐95万吨,其中矿石占四成。", S, "twelve months"),
        ("该港去年吞吐量超过一千万吨", "去年该港平均每月吞吐75万吨,其中矿石占四成。", R, "twelve months"),
        ("前三家公司合计占市场七成以上", "市场上前三家公司的份额依次为35%、22%和18%。", S, "a row of shares"),
        ("前三家公司合计占市场七成以上", "市场上前三家公司的份额依次为25%、20%和11%。", R, "a row of shares"),
        ("该厂今年累计召回近千辆", "该厂今年2月召回350辆,6月召回410辆,9月召回220辆。", S, "one after another"),
        ("该厂今年累计召回近千辆", "该厂今年2月召回150辆,6月召回210辆,9月召回120辆。", R, "one after another"),
        ("二季度各月销量逐月上升", "4月、5月和6月的销量分别为3.1万台、3.4万台和3.9万台。", S, "one way all along"),
        ("二季度各月销量逐月上升", "4月、5月和6月的销量分别为3.1万台、3.6万台和3.3万台。", R, "not one way"),
        ("两国去年贸易额超过500亿美元", "去年我国对该国出口310亿美元,自该国进口240亿美元。", S, "both ways"),
        ("两国去年贸易额超过500亿美元", "去年我国对该国出口210亿美元,自该国进口140亿美元。", R, "both ways"),
        ("该区平均每班不到40名学生", "该区有教学班500个,在校学生19000人,教师1300人。", S, "pupils over classes"),
        ("该区平均每班不到40名学生", "该区有教学班500个,在校学生23000人,教师1300人。", R, "pupils over classes"),
        ("他夺冠时已年过四十", "1975年出生的他在2018年拿下冠军。", S, "an age told by 年过"),
        ("他夺冠时已年过四十", "1989年出生的他在2018年拿下冠军。", R, "an age told by 年过"),
        ("学费三年间累计上涨近千元", "学费2021年为5200元,2022年为5600元,2023年为6150元。", S, "from the first to the last of a row"),
        ("学费三年间累计上涨近千元", "学费2021年为5200元,2022年为5300元,2023年为5400元。", R, "from the first to the last of a row"),
        ("该校女生超过两千人", "该校在校生共4100人,教职工320人。", M, "the whole tells nothing of one part"),
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
