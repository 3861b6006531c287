"""Bare pairs in other words: is it told as a fact, of whom, with which exception. Written for houxu; all names invented."""

import pytest

from houxu.judge.alone import judge_alone
from houxu.model import Claim, Kind, Passage, Verdict

S, R = Verdict.SUPPORTS, Verdict.REFUTES


def leans(claim: str, passage: str) -> Verdict:
    """The likelier of supports and refutes, by the rules alone."""
    scores = judge_alone(Claim("c", claim, Kind.FACT), Passage(passage, 0, len(passage)), use_learned=False).scores
    return max((S, R), key=lambda v: scores[v])


@pytest.mark.parametrize(
    ("claim", "borne_out", "contradicted", "why"),
    [
        (
            "云湖大桥已经恢复通车。",
            "云湖大桥昨晚恢复通车,首批车辆已驶过桥面。",
            "云湖大桥的恢复通车拟安排在下月,目前桥面仍在检测。",
            "planned, with the words in front of the cue",
        ),
        (
            "卫星完成了第三次变轨。",
            "测控中心说,卫星昨夜完成第三次变轨,状态良好。",
            "测控中心说,原定昨夜的第三次变轨因太阳风暴推迟,卫星择机再实施。",
            "put off",
        ),
        (
            "动物园的雪豹已产下幼崽。",
            "动物园昨天宣布,雪豹产下两只幼崽,母子平安。",
            "动物园昨天回应,雪豹产下幼崽的消息不实,兽医仍在观察。",
            "called untrue",
        ),
        (
            "该市取消了公交优惠。",
            "市交通局通知,即日起取消公交优惠。",
            "市交通局说明,公交优惠照旧,网上流传的“取消优惠”属于误读。",
            "called a misreading",
        ),
        (
            "常喝这种茶的人患病风险更高。",
            "研究显示,常喝这种茶的人患病风险更高,高出约两成。",
            "研究显示,常喝这种茶的人患病风险低了两成,而非先前担心的更高。",
            "named only to be ruled out",
        ),
        (
            "二审法院认定合同有效。",
            "二审法院认定合同有效,维持原判。",
            "二审法院推翻了一审合同有效的认定,判令双方返还财产。",
            "overturned",
        ),
        (
            "平台不必为商户的言论承担责任。",
            "法院认为平台已尽提醒义务,不为商户的言论承担责任。",
            "法院认为平台放任不管,应为商户的言论承担责任。",
            "what a negation in front of a preposition denies",
        ),
        (
            "并非所有站点都恢复了供水。",
            "截至今晨,9个站点中有7个恢复供水,另外两个还在抢修。",
            "截至今晨,9个站点中有9个恢复供水。",
            "not all, and counts",
        ),
        (
            "大部分样品合格。",
            "抽查的20批样品中有17批合格。",
            "抽查的20批样品中有4批合格。",
            "most, and counts",
        ),
        (
            "渔民救起了落水的游客。",
            "两名游客落水,附近渔民把游客救起。",
            "渔民翻船落水,路过的游客把渔民救起。",
            "agent and patient, with 把",
        ),
        (
            "店主举报了房东。",
            "店主向消防部门举报房东私拉电线。",
            "店主因私拉电线被房东举报。",
            "agent and patient, with a passive",
        ),
        (
            "是租客把中介告上法庭。",
            "押金迟迟不退,租客诉至法院,中介败诉。",
            "租金拖欠半年,中介诉至法院,租客败诉。",
            "who goes to court",
        ),
        (
            "展馆向市民开放,但周一除外。",
            "展馆即日起向市民开放,周一闭馆。",
            "展馆即日起向市民开放,时间限于周一,其余日子接待团体。",
            "except, and only",
        ),
        (
            "两队的比赛以平局收场。",
            "主队补时扳平,比分定格在1比1。",
            "主队补时破门,比分定格在2比1。",
            "a draw by its score",
        ),
        (
            "这次跳跃的成绩是8.1米。",
            "她第三跳跳出8.1米,刷新了此前7.9米的纪录。",
            "她第三跳跳出8.3米,刷新了此前8.1米的纪录。",
            "the number is the former one",
        ),
        (
            "亚洲田径锦标赛在海城举行。",
            "新一届亚田锦赛在海城开幕。",
            "新一届亚田锦赛在云州开幕。",
            "a name shortened",
        ),
        (
            "去年男性参保人数比前年上升。",
            "去年男性参保人数比前年上升,女性参保人数则有所下降。",
            "去年男性参保人数比前年下降,女性参保人数则有所上升。",
            "the clause of the other group",
        ),
        (
            "双方已签署停战协定。",
            "双方代表昨晚签署停战协定,今晨生效。",
            "双方代表昨晚就停战达成口头谅解,但协定还没有签署。",
            "the very word sooner than one like it",
        ),
        (
            "未满12岁的儿童不得单独乘坐。",
            "新规规定,未满12岁的儿童不得单独乘坐扶梯。",
            "新规规定,未满12岁的儿童可以单独乘坐扶梯。",
            "under an age is no denial",
        ),
        (
            "央行维持利率不变。",
            "央行将基准利率保持在4.5%。",
            "央行将基准利率下调至4.25%。",
            "将 that moves something is no plan",
        ),
        (
            "首届陶艺展9月在云州举行。",
            "首届陶艺展9月10日在云州开幕。",
            "首届陶艺展由9月延至11月,地点仍在云州。",
            "the month that was left",
        ),
        (
            "患者家属向医院道歉。",
            "经调解,患者家属就打砸行为向医院致歉。",
            "经调解,医院就误诊向患者家属致歉。",
            "who apologises to whom",
        ),
        (
            "所有被困矿工都已获救。",
            "最后一名矿工升井,被困矿工全部获救。",
            "9名矿工获救,另有两人仍下落不明。",
            "all, and some are left",
        ),
        (
            "该镇明年不再举办灯会。",
            "镇政府通知,明年的灯会停办。",
            "镇政府通知,明年的灯会照常举办。",
            "a claim that denies what the passage states",
        ),
        (
            "嫌疑人系被害人的前夫。",
            "警方说,嫌疑人系被害人前夫,两人去年离婚。",
            "警方说,嫌疑人系被害人邻居,与其前夫相识。",
            "what somebody is",
        ),
        (
            "这场事故没有人员死亡。",
            "事故造成4人轻伤,没有人员死亡。",
            "事故造成4人受伤,其中1人经抢救无效死亡。",
            "抢救无效 denies no death",
        ),
        (
            "东江队点球大战淘汰西岭队。",
            "点球大战中,东江队5比3淘汰西岭队。",
            "点球大战中,西岭队5比3淘汰东江队。",
            "who knocks out goes on",
        ),
        (
            "公司不会因这次召回裁员。",
            "首席执行官说,公司不会因召回裁员。",
            "首席执行官说,公司将因召回裁员400人。",
            "what a denial in front of 因 denies",
        ),
        (
            "云豹被列为濒危物种。",
            "名录把云豹由易危上调为濒危。",
            "名录把云豹由濒危下调为易危。",
            "the level that was left",
        ),
        (
            "东陵省最早实行该制度。",
            "东陵省率先推行这一制度,南浦省随后跟进。",
            "南浦省率先推行这一制度,东陵省随后跟进。",
            "who was first",
        ),
        (
            "商场只对会员免收停车费。",
            "商场告示写明,只对会员免收停车费。",
            "商场告示写明,所有顾客停车免费。",
            "only, and all",
        ),
        (
            "教练赛后辞职。",
            "输球当晚,教练递交辞呈,宣布辞职。",
            "输球当晚,教练表示不会辞职。",
            "the very word denied",
        ),
        (
            "乘客无需打印登机牌。",
            "机场宣布,旅客不用打印登机牌。",
            "机场宣布,旅客仍须打印登机牌。",
            "need",
        ),
        (
            "大部分旅客办理退票。",
            "3200名旅客中,2500人办理退票,其余改签。",
            "3200名旅客中,700人办理退票,其余改签。",
            "most, and counts",
        ),
        (
            "全省新能源客车出口上升。",
            "前十个月全省客车出口下降,其中新能源客车出口逆势上升。",
            "前十个月全省客车出口上升,其中新能源客车出口却不增反降,明显下降。",
            "a part that goes another way than the whole",
        ),
        (
            "长河大桥2027年通车。",
            "长河大桥2025年主塔封顶,2027年通车。",
            "长河大桥2027年主塔封顶,2029年通车。",
            "the day of the deed, not of another step",
        ),
        (
            "衡岳电池第二座海外工厂在匈牙利。",
            "衡岳电池首座海外工厂在泰国投产,第二座工厂今年在匈牙利建成。",
            "衡岳电池首座海外工厂在匈牙利投产,第二座工厂今年在泰国建成。",
            "which of them is where",
        ),
        (
            "县医院夜间急诊已经停诊。",
            "针对网传停诊的消息,院方回应称夜间急诊确已停诊。",
            "针对网传夜间急诊停诊的消息,院方回应称照常接诊,网传不实。",
            "a rumour confirmed",
        ),
        (
            "老人免费乘车,不受户籍限制。",
            "元旦起老人凭身份证免费乘车,不受户籍限制。",
            "元旦起老人凭身份证免费乘车,但仅限本地户籍。",
            "whatever, and only",
        ),
        (
            "法院判决物业赔偿业主。",
            "法院一审判决物业赔偿业主2万元。",
            "法院驳回业主要求物业赔偿的请求。",
            "asked for in vain",
        ),
        (
            "抽检的奶茶全部含有糖精。",
            "抽检的30款奶茶全部检出糖精。",
            "抽检的30款奶茶除两款外均检出糖精。",
            "all but two",
        ),
        (
            "与去年同期相比,失业率有所回落。",
            "8月失业率为5.1%,低于去年同期,较7月则明显上升。",
            "8月失业率为5.3%,高于去年同期,但较7月明显下降。",
            "a base told in a clause of its own",
        ),
        (
            "台风“海棠”登陆时风力为14级。",
            "台风“海棠”登陆时风力14级,此前在海上曾达到16级。",
            "台风“海棠”登陆时风力11级,此前在海上曾达到14级。",
            "a degree now and before",
        ),
        (
            "央行把利率下调25个基点。",
            "央行把利率由2.50%调至2.25%。",
            "央行把利率由2.25%调至2.50%。",
            "which way the points go",
        ),
        (
            "过境停留不超过十天可免签证。",
            "过境停留不超过240小时可免签证。",
            "过境停留24小时以内可免签证。",
            "two upper limits",
        ),
        (
            "该校今年的录取线高于去年。",
            "该校今年录取线为612分,去年为598分。",
            "该校今年录取线为598分,去年为612分。",
            "two years by their numbers",
        ),
        (
            "救援队先找到船长,后找到船员。",
            "救援队清晨找到船长,中午找到船员。",
            "救援队清晨找到船员,中午找到船长。",
            "times of day tell the order",
        ),
    ],
)
def test_the_same_words_and_another_fact(claim: str, borne_out: str, contradicted: str, why: str) -> None:
    assert leans(claim, borne_out) is S, why
    assert leans(claim, contradicted) is R, why
