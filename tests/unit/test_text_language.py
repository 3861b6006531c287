"""Languages told apart by script and by the commonest words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houxu.text.language import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("快手今天推出视频生成模型可灵,用户可以申请测试。", "zh"),
        ("快手今天推出影片生成模型可靈,用戶可以申請測試,後續會開放更多名額。", "zh-Hant"),
        ("OpenAI 发布 GPT-4.5 research preview", "zh"),
        ("OpenAI opened Sora to paying users in the United States on Monday.", "en"),
        ("Sora is out", "en"),
        ("OpenAIは動画生成モデルを公開した。これはとてもすごいことです。", "other"),
        ("오픈에이아이가 동영상 생성 모델을 공개했다.", "other"),
        (
            "Das Unternehmen hat ein neues Modell vorgestellt und die Nutzer warten auf den Start "
            "des Dienstes in der Schweiz",
            "other",
        ),
        ("", "other"),
        ("12345 67", "other"),
    ],
)
def test_language_of_a_text(text: str, language: str) -> None:
    assert detect(text) == language


@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    assert detect(text) in {"zh", "zh-Hant", "en", "other"}
