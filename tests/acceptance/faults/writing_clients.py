"""Clients that write to a server for as long as a test lets them, and remember what was acknowledged."""

import contextlib
import http.client
import json
import threading
import time
from collections.abc import Iterator

CLIENTS = 4
BUNDLE = 5
TIMEOUT_S = 20.0
PAUSE_S = 0.01


class WritingClients:
    """Threads that post, in turn, a Goal under an id of its own and a transaction of five.

    `acknowledged` are the ids a 201 or 200 was received for, `uncertain` those whose answer never came whole,
    `refused` those answered with anything else.
    """

    def __init__(self, port: int, token: str) -> None:
        self.port = port
        self.acknowledged: set[str] = set()
        self.uncertain: set[str] = set()
        self.refused: dict[str, int] = {}
        self.bundles: list[list[str]] = []
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/fhir+json"}
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._write, args=(n,)) for n in range(CLIENTS)]

    @contextlib.contextmanager
    def writing(self) -> Iterator["WritingClients"]:
        """Write for the time of the block."""
        for thread in self._threads:
            thread.start()
        try:
            yield self
        finally:
            self._over.set()
            for thread in self._threads:
                thread.join()

    def _write(self, client: int) -> None:
        turn = 0
        while not self._over.is_set():
            turn += 1
            ids = [f"c{client}-{turn}-{n}" for n in range(1 if turn % 2 else BUNDLE)]
            if len(ids) > 1:
                with self._lock:
                    self.bundles.append(ids)
            status = self._send(ids)
            with self._lock:
                if status is None:
                    self.uncertain.update(ids)
                elif status in (200, 201):
                    self.acknowledged.update(ids)
                else:
                    self.refused |= dict.fromkeys(ids, status)
            time.sleep(PAUSE_S)

    def _send(self, ids: list[str]) -> int | None:
        """Return the status of the answer, None when none came whole."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_S)
        try:
            if len(ids) == 1:
                connection.request("PUT", f"/fhir/Goal/{ids[0]}", json.dumps(_goal(ids[0])), self._headers)
            else:
                connection.request("POST", "/fhir", json.dumps(_transaction(ids)), self._headers)
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()
        return answer.status


def _goal(id_: str) -> dict[str, object]:
    return {
        "resourceType": "Goal",
        "id": id_,
        "lifecycleStatus": "active",
        "description": {"text": "Marcher"},
        "subject": {"reference": "Patient/jeanne"},
    }


def _transaction(ids: list[str]) -> dict[str, object]:
    entries = [{"resource": _goal(id_), "request": {"method": "PUT", "url": f"Goal/{id_}"}} for id_ in ids]
    return {"resourceType": "Bundle", "type": "transaction", "entry": entries}
