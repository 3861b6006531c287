"""/healthz, /readyz and /metrics, for the service's HTTP mount."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from houxu.errors import StoreError
from houxu.ops import metrics
from houxu.ops.reading import reading
from houxu.service.state import Fired, ReadState, ServiceState
from houxu.store.engine import Store, head, revision
from houxu.terminal import plain


def routes(read: ReadState, store: Store) -> list[BaseRoute]:
    """The endpoints. Plain functions: Starlette runs them in threads, away from the service's loop."""
    registry = metrics.registry(store, read)

    def healthz(_: Request) -> Response:
        state = read()
        alive = state.alive(datetime.now(UTC))
        return JSONResponse(health(state, alive), status_code=200 if alive else 503)

    def readyz(_: Request) -> Response:
        trouble = unready(read(), store)
        role = "leader" if read().leader else "standby"
        body = {"ready": trouble is None, "role": role} | ({"trouble": trouble} if trouble else {})
        return JSONResponse(body, status_code=200 if trouble is None else 503)

    def scrape(_: Request) -> Response:
        return Response(metrics.exposition(registry), media_type=CONTENT_TYPE_LATEST)

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", scrape)]


def health(state: ServiceState, alive: bool) -> dict[str, Any]:
    """What /healthz says."""
    ended = [f for f in state.last if f.finished_at is not None]
    last = max(ended, key=lambda f: f.finished_at or f.started_at, default=None)
    return {
        "alive": alive,
        "leader": state.leader,
        "stopping": state.stopping,
        "started_at": plain(state.started_at),
        "beat_at": plain(state.beat_at),
        "jobs": state.jobs,
        "last_run": _fired(last) if last else None,
        "running": [_fired(f) for f in state.running],
        "trouble": state.trouble,
    }


def _fired(fired: Fired) -> dict[str, Any]:
    names = ("job", "kind", "due", "started_at", "finished_at", "outcome", "failures", "message")
    return {name: plain(getattr(fired, name)) for name in names}


def unready(state: ServiceState, store: Store) -> str | None:
    """Why no work could be taken on now; None when it could, by this process as leader, or as standby after the other."""
    if state.stopping:
        return "stopping"
    if not state.ready:
        return state.trouble or "starting"
    try:
        with reading(store) as session:
            found = revision(session.connection())
    except StoreError as error:
        return str(error)
    return None if found == head() else f"the database's schema is {found}, this program's {head()} (run: houxu init)"
