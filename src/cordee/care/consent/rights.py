"""Who decides, and who may write it down."""

from cordee.access import Actor
from cordee.care.chart import Chart
from cordee.care.circle_rights import guardians_of, is_coordination, speaks_for_the_person
from cordee.care.people import full_name
from cordee.kernel.clock import now
from cordee.store import categories as cat


def may_record(chart: Chart, actor: Actor) -> bool:
    """Return whether somebody may write down what the person decides.

    - the person, or a guardian present in the circle, for themselves;
    - a professional present in the circle whose role writes consents;
    - the coordination of the record.
    """
    if not actor.may_write(cat.CONSENT):
        return False
    if speaks_for_the_person(chart, actor):
        return True
    if not actor.is_professional:
        return False
    return is_coordination(chart, actor) or any(chart.is_in_circle(key, now()) for key in actor.keys)


def givers(chart: Chart, actor: Actor) -> list[tuple[str, str]]:
    """Return who may give what this actor writes down, by reference and name.

    - the person and guardians give only in their own name;
    - a professional writes down what the person, or a guardian present, decides.
    """
    everyone = [
        (f"Patient/{chart.patient_id}", full_name(chart.patient).short),
        *((one, chart.person(one).name) for one in guardians_of(chart)),
    ]
    if speaks_for_the_person(chart, actor):
        return [one for one in everyone if one[0] == actor.who]
    return everyone
