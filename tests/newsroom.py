"""A small news site on loopback for whole runs: a feed and pages, conditional requests, failures on demand."""

from __future__ import annotations

import hashlib
import html
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.sax.saxutils import escape


@dataclass(frozen=True)
class Story:
    """One article: its day, headline and paragraphs."""

    slug: str
    published: str
    title: str
    paragraphs: tuple[str, ...]


STORIES = (
    Story(
        "unveiled", "2024-02-16T09:00:00+08:00", "OpenAI 公布视频模型 Sora",
        ("OpenAI 今天公布了文生视频模型 Sora 的技术报告。Sora 能生成长达一分钟的视频,画面里有多个角色。",
         "公司说,Sora 目前尚未向公众开放,只有安全测试人员和少数艺术家可以试用。业内人士认为这是一次明显的进步。"),
    ),
    Story(
        "claude", "2024-03-04T22:00:00+08:00", "Anthropic 发布 Claude 3",
        ("Anthropic 今天正式发布 Claude 3 系列模型,包括三个大小不同的版本,最大的一个在多项测试里成绩突出。",
         "同一天 OpenAI 没有发布新模型,只为聊天产品加上了朗读功能,外界的猜测落空。"),
    ),
    Story(
        "kling", "2024-06-06T10:00:00+08:00", "快手推出可灵",
        ("快手今天推出视频生成模型可灵,最长可以生成两分钟的视频,分辨率为 1080p,用户可以在手机应用里申请测试。",
         "公司表示,后续会逐步放开更多名额,并改进画面的稳定程度,让更多创作者用上这项技术。"),
    ),
    Story(
        "opened", "2024-12-10T03:00:00+08:00", "Sora 正式开放",
        ("OpenAI 今天正式向付费用户开放 Sora,单条视频最长 20 秒。订阅用户登录网站就能使用,不用再排队。",
         "评测者发现,Sora 生成的人物有时左右颠倒,手指数量也会出错,离完美还有一段距离。"),
    ),
)  # fmt: skip


@dataclass
class Newsroom:
    """A running site. `down` makes every answer a 503; `slow` seconds before each page."""

    port: int
    stories: list[Story]
    requests: list[tuple[str, int]] = field(default_factory=list)
    down: bool = False
    slow: float = 0.0

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answer(self, path: str) -> tuple[bytes, str] | None:
        if path == "/feed.xml":
            return self._feed().encode(), "application/rss+xml"
        for story in self.stories:
            if path == f"/p/{story.slug}.html":
                return _page(story).encode(), "text/html; charset=utf-8"
        return None

    def _feed(self) -> str:
        items = "".join(
            f"<item><title>{escape(s.title)}</title><link>{self.base}/p/{s.slug}.html</link>"
            f"<pubDate>{format_datetime(datetime.fromisoformat(s.published))}</pubDate></item>"
            for s in self.stories
        )
        return (
            f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>t</title>{items}</channel></rss>'
        )

    def job(self) -> str:
        return (
            "watch: sora-2024\nsources:\n"
            f'  - {{id: room, outlet: 晨报, kind: feed, url: "{self.base}/feed.xml", tier: major, language: zh}}\n'
        )


def _page(story: Story) -> str:
    body = "".join(f"<p>{html.escape(p)}</p>" for p in story.paragraphs)
    return (
        f'<!doctype html><html lang="zh"><head><title>{html.escape(story.title)} - 晨报</title>'
        f'<meta property="article:published_time" content="{story.published}"></head><body><nav><a href="/">首页</a></nav>'
        f"<article><h1>{html.escape(story.title)}</h1>{body}</article><footer>版权所有</footer></body></html>"
    )


@contextmanager
def newsroom(*stories: Story) -> Iterator[Newsroom]:
    """Serve stories until the end of the block."""
    room = Newsroom(0, list(stories or STORIES))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = None if room.down else room.answer(self.path)
            if room.slow and self.path.startswith("/p/"):
                time.sleep(room.slow)
            tag = '"' + hashlib.sha256(found[0]).hexdigest()[:12] + '"' if found else ""
            status = (
                503 if room.down else 404 if found is None else 304 if self.headers.get("If-None-Match") == tag else 200
            )
            room.requests.append((self.path, status))
            body = found[0] if found and status == 200 else b""
            self.send_response(status)
            if found:
                self.send_header("ETag", tag)
                self.send_header("Content-Type", found[1])
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    room.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield room
    finally:
        server.shutdown()
        server.server_close()
