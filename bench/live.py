"""How long an open page waits for somebody else's change: from the answer to the write to the event of the page."""

import http.client
import socket
import time

from cordee.care.tasks.building import new_task
from cordee.fhir import encode
from cordee.fhir.r4 import Reference
from cordee.kernel.ids import new_id
from cordee.web.session import COOKIE

WAITING_S = 10.0
SETTLING_S = 0.5
EVENT = b" Task"


def refreshed(port: int, session: str, token: str, patient_id: str, who: str, tries: int) -> list[float]:
    """Return the milliseconds of each try: a task is written through the API while a page listens.

    Raises: TimeoutError when the page is not told within ten seconds.
    """
    with socket.create_connection(("127.0.0.1", port), WAITING_S) as page:
        head = f"GET /flux?dossier={patient_id} HTTP/1.1\r\nHost: localhost\r\nCookie: {COOKIE}={session}\r\n\r\n"
        page.sendall(head.encode())
        time.sleep(SETTLING_S)
        page.recv(1 << 16)
        return [_told(page, port, token, patient_id, Reference(reference=who)) for _ in range(tries)]


def _told(page: socket.socket, port: int, token: str, patient_id: str, author: Reference) -> float:
    answered_at = _write(port, token, patient_id, author)
    heard = b""
    while EVENT not in heard:
        heard += page.recv(1 << 16)
    told_at = time.perf_counter()
    page.settimeout(SETTLING_S / 5)
    while True:  # whatever else the same change is told by
        try:
            page.recv(1 << 16)
        except TimeoutError:
            break
    page.settimeout(WAITING_S)
    return max(0.0, (told_at - answered_at) * 1000)


def _write(port: int, token: str, patient_id: str, author: Reference) -> float:
    task = new_task(id=new_id(), code="todo", text="Rappeler", patient_id=patient_id, requester=author)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=WAITING_S)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/fhir+json"}
    connection.request("POST", "/fhir/Task", encode(task), headers)
    answer = connection.getresponse()
    answer.read()
    answered_at = time.perf_counter()
    connection.close()
    if answer.status != 201:
        raise RuntimeError(f"the task was answered {answer.status}")
    return answered_at
