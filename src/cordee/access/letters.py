"""The letters that leave by e-mail: jobs that carry ids only, written with what causes them."""

from datetime import datetime

from cordee.store.jobs import Job

INVITE_TASK = "letters.invite"
WARN_TASK = "letters.warn"
EMERGENCY_TASK = "letters.emergency"
TAMPERING_TASK = "letters.tampering"

EVENTS = {
    "password": "votre mot de passe a été changé",
    "authenticator": "une application de codes a été ajoutée ou remplacée",
    "authenticator-removed": "l’application de codes a été retirée",
    "passkey": "une clé d’accès a été ajoutée",
    "passkey-removed": "une clé d’accès a été retirée",
    "codes": "de nouveaux codes de secours ont été créés",
    "renewed": "tous vos moyens de connexion ont été remplacés",
    "account": "un rôle vous a été ouvert",
}
"""What a warning says, by what happened."""


def invitation_job(invitation_id: str) -> Job:
    """Return the job that sends an invitation: its link is made when it is sent and is in no queue."""
    return Job(task=INVITE_TASK, args={"invitation_id": invitation_id}, lock=f"invitation:{invitation_id}")


def warning_job(identity_id: str, event: str, at: datetime) -> Job:
    """Return the job that tells somebody what was changed about their access."""
    assert event in EVENTS
    return Job(task=WARN_TASK, args={"identity_id": identity_id, "event": event, "at": at.isoformat()})


def emergency_job(identity_id: str, at: datetime) -> Job:
    """Return the job that tells somebody that a record they follow was opened in an emergency."""
    return Job(task=EMERGENCY_TASK, args={"identity_id": identity_id, "at": at.isoformat()})


def tampering_job(identity_id: str, at: datetime) -> Job:
    """Return the job that tells a privacy officer that the trace was found altered."""
    return Job(task=TAMPERING_TASK, args={"identity_id": identity_id, "at": at.isoformat()})
