"""Units, currencies, classifiers and counted things, in folded Chinese and English."""

from __future__ import annotations

import re

YEAR, MONTH, WEEK, DAY, HOUR, MINUTE = 31557600.0, 2629800.0, 604800.0, 86400.0, 3600.0, 60.0  # seconds
_ROUGH = 0.03  # imperial measures are converted for rounded news figures


def _spread(table: dict[str, tuple[str, str, float]]) -> dict[str, tuple[str, str, float]]:
    return {word: unit for words, unit in table.items() for word in words.split("|")}


UNITS = _spread({
    "毫秒|ms|milliseconds|millisecond": ("duration", "s", 1e-3),
    "秒钟|秒|seconds|second|secs|sec|s": ("duration", "s", 1.0),
    "分钟|分鐘|minutes|minute|mins|min": ("duration", "s", MINUTE),
    "个小时|个钟头|小时|钟头|hours|hour|hrs|hr": ("duration", "s", HOUR),
    "个工作日|工作日|整天|天|days|day": ("duration", "s", DAY),
    "个星期|个礼拜|星期|礼拜|周|weeks|week": ("duration", "s", WEEK),
    "个月|months|month": ("duration", "s", MONTH),
    "个季度|quarters": ("duration", "s", YEAR / 4),
    "年|years|year|yrs|yr": ("duration", "s", YEAR),
    "decades|decade": ("duration", "s", 10 * YEAR),
    "周岁|岁|years old|year-old": ("age", "year", 1.0),
    "%|个%|percent|per cent|pct": ("ratio", "1", 0.01),
    "‰": ("ratio", "1", 0.001),
    "个百分点|百分点|percentage points|percentage point|pct points": ("points", "pp", 0.01),
    "个基点|基点|basis points|bps": ("points", "pp", 0.0001),
    "倍|x|-fold|fold|×": ("multiple", "x", 1.0),
    "fps|帧每秒|帧/秒|frames per second|frames a second|frames/s|帧": ("rate", "fps", 1.0),
    "hz|赫兹": ("frequency", "Hz", 1.0), "khz": ("frequency", "Hz", 1e3), "mhz|兆赫": ("frequency", "Hz", 1e6), "ghz": ("frequency", "Hz", 1e9),
    "tokens|token|个tokens|个token|词元|个词元": ("tokens", "token", 1.0),
    "parameters|parameter|params|个参数|参数": ("parameters", "parameter", 1.0),
    "kb": ("bytes", "B", 1e3), "mb|兆字节": ("bytes", "B", 1e6), "gb|gigabytes": ("bytes", "B", 1e9), "tb|terabytes": ("bytes", "B", 1e12), "pb|petabytes": ("bytes", "B", 1e15),
    "字节|bytes": ("bytes", "B", 1.0),
    "gbps": ("bandwidth", "bit/s", 1e9), "mbps": ("bandwidth", "bit/s", 1e6),
    "flops": ("compute", "FLOPS", 1.0), "pflops": ("compute", "FLOPS", 1e15), "tflops": ("compute", "FLOPS", 1e12), "eflops": ("compute", "FLOPS", 1e18), "tops": ("compute", "TOPS", 1.0),
    "毫米|mm|millimeters|millimetres": ("length", "m", 1e-3), "厘米|公分|cm|centimeters|centimetres": ("length", "m", 0.01),
    "米|meters|metres|meter|metre": ("length", "m", 1.0), "公里|千米|km|kilometers|kilometres|kilometer|kilometre": ("length", "m", 1e3),
    "纳米|nm|nanometers|nanometres|nanometer": ("length", "m", 1e-9), "微米|microns": ("length", "m", 1e-6), "海里": ("length", "m", 1852.0),
    "英里|miles|mile": ("length", "m", 1609.344), "英尺|feet|foot|ft": ("length", "m", 0.3048), "英寸|inches|inch": ("length", "m", 0.0254),
    "公斤|kg|kilograms|kilogram|kilos": ("mass", "kg", 1.0), "克|grams|gram": ("mass", "kg", 1e-3), "毫克|mg": ("mass", "kg", 1e-6),
    "吨|tonnes|tonne|tons|ton": ("mass", "kg", 1e3), "斤": ("mass", "kg", 0.5), "磅|pounds|lbs|lb": ("mass", "kg", 0.45359237), "盎司|ounces|ounce": ("mass", "kg", 0.0283495),
    "平方公里|平方千米|square kilometers|square kilometres|square km|sq km|km²": ("area", "m2", 1e6),
    "平方米|平米|㎡|square meters|square metres|sq m|m²": ("area", "m2", 1.0), "公顷|hectares|hectare": ("area", "m2", 1e4), "亩": ("area", "m2", 2000 / 3),
    "square miles": ("area", "m2", 2589988.11), "square feet|sq ft|平方英尺": ("area", "m2", 0.09290304), "acres|acre|英亩": ("area", "m2", 4046.8564224),
    "毫升|ml": ("volume", "L", 1e-3), "升|liters|litres|liter|litre": ("volume", "L", 1.0), "立方米|cubic meters|cubic metres": ("volume", "L", 1e3),
    "barrels|barrel": ("count", "barrel", 1.0),
    "千瓦时|度电|kwh": ("energy", "kWh", 1.0), "mwh": ("energy", "kWh", 1e3), "gwh": ("energy", "kWh", 1e6), "twh": ("energy", "kWh", 1e9),
    "瓦|watts": ("power", "W", 1.0), "千瓦|kw|kilowatts": ("power", "W", 1e3), "兆瓦|mw|megawatts|megawatt": ("power", "W", 1e6), "吉瓦|gw|gigawatts|gigawatt": ("power", "W", 1e9),
    "摄氏度|℃|°c|degrees celsius|degrees|度": ("temperature", "degC", 1.0),
    "公里/小时|公里每小时|km/h|kph": ("speed", "km/h", 1.0), "mph|miles per hour": ("speed", "km/h", 1.609344), "米/秒|米每秒": ("speed", "km/h", 3.6),
    "汉字|个字|字|words|word": ("count", "word", 1.0),
})  # fmt: skip
IMPERIAL = re.compile(r"英|mile|mph|feet|foot|ft|inch|pound|lb|ounce|acre|磅|盎司|亩")
IMPERIAL_GRAIN = _ROUGH

CURRENCIES = _spread({
    "美元|美金|usd|us dollars|u.s. dollars|dollars|dollar|bucks": ("money", "USD", 1.0),
    "元人民币|人民币元|人民币|元钱|块钱|元|rmb|cny|yuan|renminbi|圆": ("money", "CNY", 1.0),
    "港元|港币|hkd|hong kong dollars": ("money", "HKD", 1.0), "新台币|台币|ntd|twd": ("money", "TWD", 1.0),
    "欧元|eur|euros|euro": ("money", "EUR", 1.0), "英镑|gbp|pounds sterling": ("money", "GBP", 1.0),
    "日元|日圆|jpy|yen": ("money", "JPY", 1.0), "韩元|krw|won": ("money", "KRW", 1.0), "卢比|inr|rupees": ("money", "INR", 1.0),
    "加元|cad": ("money", "CAD", 1.0), "澳元|aud": ("money", "AUD", 1.0), "瑞士法郎|瑞郎|chf|francs": ("money", "CHF", 1.0), "新元|新加坡元|sgd": ("money", "SGD", 1.0),
    "卢布|rubles|roubles": ("money", "RUB", 1.0), "角|毛|毛钱": ("money", "CNY", 0.1), "cents|cent|美分": ("money", "USD", 0.01),
})  # fmt: skip
SIGNS = {
    "$": "USD", "us$": "USD", "usd": "USD", "u.s.$": "USD", "美元": "USD", "好意思元": "USD", "hk$": "HKD", "港币": "HKD", "nt$": "TWD", "s$": "SGD",
    "a$": "AUD", "c$": "CAD", "¥": "CNY", "cn¥": "CNY", "rmb": "CNY", "cny": "CNY", "人民币": "CNY", "£": "GBP", "gbp": "GBP",
    "€": "EUR", "eur": "EUR", "₩": "KRW", "₹": "INR", "jp¥": "JPY", "hkd": "HKD", "jpy": "JPY", "rs.": "INR",
}  # fmt: skip

# What the Chinese measure words count, where they say so; "" where anything may be counted.
CLASSIFIERS = {
    **dict.fromkeys(["人次"], "visit"), **dict.fromkeys("人名位", "person"), **dict.fromkeys(["余人", "多人"], "person"),
    "户": "household", "家": "company", "辆": "vehicle", "列": "train", "架": "aircraft", "艘": "ship", "座": "building", "所": "school",
    "票": "vote", "席": "seat", "分": "point", "首": "song", "集": "episode", "页": "page", "行": "line", "股": "share",
    **dict.fromkeys("台部款条件项次起只头匹张幅栋套本册篇段场轮期间处笔单份批道层支类种门章步封卷组例宗盘局瓶盒箱株棵片颗枚口个块", ""),
}  # fmt: skip

# Counted things in both languages; the kind is the unit of the count.
NOUNS = {
    word: kind
    for words, kind in {
        "用户|用户数|月活用户|日活用户|月活跃用户|日活跃用户|月活|日活|周活|月活跃|日活跃|users|user|subscribers|订阅用户|会员|订户|网友|members|mau|dau": "user",
        "开发者|developers|developer|程序员|coders": "developer", "员工|职工|雇员|employees|staff|workers|员工人数": "employee",
        "人|人员|民众|people|persons|person|individuals|residents|居民|人口|men|women|专家|工程师|engineers|researchers|研究人员|artists|创作者|creators": "person",
        "学生|students|pupils|考生|毕业生": "student", "患者|病人|patients|病例|cases": "patient", "客户|顾客|customers|clients|消费者|consumers": "customer", "游客|旅客|访客|visitors|passengers|乘客|tourists": "visitor",
        "视频|短片|影片|videos|video|clips|clip|films|movies|电影": "video", "图片|照片|图像|images|image|pictures|photos": "image",
        "下载|下载量|downloads|download|installs|安装量": "download", "播放|播放量|views|view|plays|次观看|观看量|次播放": "view",
        "访问|访问量|visits|visit|人次": "visit", "公司|企业|机构|厂商|companies|company|firms|firm|startups|businesses|enterprises|门店|stores|shops": "company",
        "国家|国家和地区|countries|country|nations|markets": "country", "城市|cities|city": "city", "模型|大模型|models|model|large models": "model",
        "汽车|电动车|车|vehicles|cars|车辆": "vehicle", "订单|orders": "order", "专利|patents": "patent", "芯片|gpus|gpu|chips|显卡|张卡|卡": "chip",
        "学校|高校|schools|universities": "school", "家庭|households": "household", "票|votes": "vote", "股|shares": "share",
        "语言|种语言|languages": "language", "问题|questions": "question", "岗位|jobs|职位": "job", "航班|flights": "flight",
        "粉丝|followers|关注者|fans": "follower", "评论|comments": "comment", "应用|apps|app|applications": "app", "论文|papers": "paper", "歌曲|songs|tracks": "song",
        "points|得分": "point", "次|times": "", "episodes": "episode", "pages": "page", "lines": "line", "books|图书": "book", "调用|calls|requests|api calls": "call",
    }.items()
    for word in words.split("|")
}  # fmt: skip


def alternation(words: list[str] | dict[str, str] | dict[str, tuple[str, str, float]]) -> str:
    """A regular expression for any of the words, the longest first; Latin ones end at a word's end."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(w) + (r"(?![a-z])" if w[-1].isascii() and w[-1].isalpha() else "") for w in ordered)
