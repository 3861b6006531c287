"""Numbers side by side, money of two countries, so many at so much each, what was before: each with its near-miss."""

import pytest

from houxu.judge.alone import judge_alone
from houxu.model import Claim, Kind, Passage

CASES = [
    # who is first of several
    ("柳州的港口吞吐量在四港中居首", "上月,柳州港吞吐量为410万吨,南平港385万吨,临海港290万吨,青屿港122万吨。", "supports"),
    ("临海的港口吞吐量在四港中居首", "上月,柳州港吞吐量为410万吨,南平港385万吨,临海港290万吨,青屿港122万吨。", "refutes"),
    ("三个仓库里东仓存粮最少", "盘点结果:东仓存粮120吨,西仓310吨,北仓240吨。", "supports"),
    ("三个仓库里北仓存粮最少", "盘点结果:东仓存粮120吨,西仓310吨,北仓240吨。", "refutes"),
    # all of them
    ("甲、乙、丙三校录取人数都超过两百", "今年甲校录取231人,乙校录取218人,丙校录取205人。", "supports"),
    ("甲、乙、丙三校录取人数都超过两百", "今年甲校录取231人,乙校录取218人,丙校录取186人。", "refutes"),
    # the rest of a whole
    ("合唱团里有十五名男声", "合唱团共60人,其中女高音25人、女低音20人,其余为男声。", "supports"),
    ("合唱团里的男声超过二十人", "合唱团共60人,其中女高音25人、女低音20人,其余为男声。", "refutes"),
    # the other side of a part
    ("当天准点抵达的航班不足两百架次", "机场当天进港航班240架次,其中30架次晚点。", "refutes"),
    ("当天准点抵达的航班超过两百架次", "机场当天进港航班240架次,其中30架次晚点。", "supports"),
    # so many at so much each
    ("剧团一共演给六万多名观众看", "剧团全年演出42场,场均观众1500人。", "supports"),
    ("剧团一共演给三万名观众看", "剧团全年演出42场,场均观众1500人。", "refutes"),
    ("大棚里一共种了近三千株番茄", "大棚里番茄分成24组,每组120株。", "supports"),
    # money of two countries
    ("这辆摩托合人民币不到九万元", "这辆摩托售价1.2万美元,当天1美元兑7.2元人民币。", "supports"),
    ("这辆摩托合人民币超过十万元", "这辆摩托售价1.2万美元,当天1美元兑7.2元人民币。", "refutes"),
    # what was before
    ("2019年末该镇户籍人口约3.4万人", "2020年末该镇户籍人口3.1万人,比2019年末减少3000人。", "supports"),
    ("2019年末该镇户籍人口不足3万人", "2020年末该镇户籍人口3.1万人,比2019年末减少3000人。", "refutes"),
    ("2018年公司营收约40亿元", "公司2019年营收50亿元,同比增长25%。", "supports"),
    ("2018年公司营收超过45亿元", "公司2019年营收50亿元,同比增长25%。", "refutes"),
    # A is so much more than B
    ("新机组的效率比旧机组高两成", "新机组的效率为每小时60吨,旧机组为每小时50吨。", "supports"),
    ("新机组的效率比旧机组高五成", "新机组的效率为每小时60吨,旧机组为每小时50吨。", "refutes"),
    # halves make a year
    ("去年全省造船量突破一千万吨", "去年上半年全省造船480万吨,下半年造船560万吨。", "supports"),
    ("去年全省造船量突破一千二百万吨", "去年上半年全省造船480万吨,下半年造船560万吨。", "refutes"),
    # respectively
    ("西湖区上月卖出的新车不到五百辆", "上月,东城、西湖、北山三区新车销量分别为812辆、463辆和377辆。", "supports"),
    ("北山区上月卖出的新车超过五百辆", "上月,东城、西湖、北山三区新车销量分别为812辆、463辆和377辆。", "refutes"),
    # a fall that slows
    ("9月进口降幅收窄", "9月进口同比下降1.2%,而8月同比下降3.7%。", "supports"),
    ("9月进口降幅扩大", "9月进口同比下降1.2%,而8月同比下降3.7%。", "refutes"),
    # another time than the number's
    ("四季度公司卖出超过80万台电视", "三季度公司卖出电视92万台。", "mentions"),
    ("元旦假期景区接待游客十多万人次", "端午假期景区接待游客12.6万人次。", "mentions"),
    # one of two that are added up
    ("两地合计确诊超过三百例", "截至昨日,甲地累计确诊180例,乙地的数字尚未公布。", "mentions"),
    # last year beside the year before it
    ("去年人均住房面积增幅超过一成", "去年人均住房面积为33平方米,上年为29平方米。", "supports"),
    ("去年人均住房面积增幅超过两成", "去年人均住房面积为33平方米,上年为29平方米。", "refutes"),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "passage", "verdict"), CASES)
def test_numbers_side_by_side(claim: str, passage: str, verdict: str) -> None:
    """What several numbers say together, and the same with another result."""
    found = judge_alone(Claim("c", claim, Kind.FACT), Passage(passage, end=len(passage), language="zh"))
    assert found.verdict.value == verdict, found.reasons
