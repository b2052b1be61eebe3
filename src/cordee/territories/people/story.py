"""What a story is made of: plain declarations, from which records are drawn.

Everything a reader sees is a line in the grammar of `prose`. Days count from today, negative in the past.
"""

import msgspec

SPOUSE = "spouse"
"""A carer's relation when it is husband or wife, companion when they do not share a name."""

NOT_RECRUITED = frozenset({"patient", "carer", "coordinator"})
"""Who acts without being chosen for the circle: the person, those close to her, and the record's manager."""

Span = tuple[int, int]
"""Lowest and highest, both possible."""

Range = tuple[float, float]


class Note(msgspec.Struct, frozen=True):
    """A note of the notebook: who writes (a role, « carer » or « patient »), its type (TRE_R234), what it says.

    `when` is how many days ago, when it matters; `hidden` is a visibility label (TRE_A07); `reply` is who answers
    and what; `joined` is « photo » or « voice ».
    """

    by: str
    kind: str
    text: str
    when: Span | None = None
    urgent: bool = False
    hidden: str | None = None
    reply: tuple[str, str] | None = None
    joined: str = ""


class Act(msgspec.Struct, frozen=True):
    """An action of the plan, who does it (a role, « carer » or « patient »), and when it is due when that matters."""

    by: str
    text: str
    due: Span | None = None
    status: str | None = None


class Aim(msgspec.Struct, frozen=True):
    """A need, the goal that answers it, and the actions towards it."""

    need: str
    domain: str
    goal: str
    acts: tuple[Act, ...]
    by_person: bool = False


class Series(msgspec.Struct, frozen=True):
    """A measure taken again and again: from `start` to `end` with some noise, and an event that fades.

    `event` is how many days ago it culminated and by how much.
    """

    measure: str
    start: Range
    end: Range
    noise: float
    every: int
    count: int
    event: tuple[int, float] | None = None


class Visit(msgspec.Struct, frozen=True):
    """An appointment: what, with whom (a role), how far from today, at what hour, for how long in minutes."""

    title: str
    by: str
    day: Span
    hour: int
    minutes: int = 30
    kind: str = "ROUTINE"


class Carer(msgspec.Struct, frozen=True):
    """A close person: relation in French (« sa fille »), role code (TRE_R260), older or younger.

    When the relation is SPOUSE, the words and the sex follow from the person's own.
    """

    relation: str
    is_female: bool
    years_younger: int
    role: str = "CAREGIVER"
    same_name: bool = False
    lives_in: bool = False


class Paper(msgspec.Struct, frozen=True):
    """A document: LOINC type, title, who wrote it, how many days ago, its paragraphs."""

    code: str
    title: str
    by: str
    day: Span
    lines: tuple[str, ...]


class Stay(msgspec.Struct, frozen=True):
    """A stay in hospital: why, which ward, how long ago it began, how many nights."""

    reason: str
    ward: str
    began: Span
    nights: Span


class Chapter(msgspec.Struct, frozen=True, kw_only=True):
    """What may be told about a person: told whole when it is a variant, drawn from when it is shared."""

    problems: tuple[tuple[str, str], ...] = ()
    treatments: tuple[tuple[str, str], ...] = ()
    allergies: tuple[tuple[str, str], ...] = ()
    aims: tuple[Aim, ...] = ()
    notes: tuple[Note, ...] = ()
    series: tuple[Series, ...] = ()
    visits: tuple[Visit, ...] = ()
    papers: tuple[Paper, ...] = ()


class Variant(Chapter, frozen=True, kw_only=True):
    """One way the story goes."""

    why: str
    """Why help was asked, in a few words."""

    told: str
    """What the person who asked wrote."""

    asked_by: str
    project: tuple[str, ...]
    """What the person wants, in her words."""

    women: float | None = None
    """The share of women, when it is not the story's."""

    carers: tuple[Carer, ...] = ()
    stay: Stay | None = None

    left: str | None = None
    """The role that took part and has left the circle, when the variant says so."""

    def roles(self) -> tuple[str, ...]:
        """Return the professional roles this variant needs, as it names them."""
        named = [self.asked_by]
        named += [note.by for note in self.notes] + [note.reply[0] for note in self.notes if note.reply]
        named += [act.by for aim in self.aims for act in aim.acts]
        named += [visit.by for visit in self.visits] + [paper.by for paper in self.papers]
        return tuple(role for role in dict.fromkeys(named) if role not in {*NOT_RECRUITED, self.left})


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """A theme told in several ways, with what its variants share."""

    theme: str
    weight: int
    ages: Span
    women: float
    circle: tuple[str, ...]
    living: tuple[str, ...]
    """How the person lives when no carer lives with her."""

    living_together: tuple[str, ...] = ("Vit avec {lien}",)
    housing: tuple[str, ...]
    help: tuple[str, ...]
    autonomy: tuple[str, ...]
    resources: tuple[str, ...]
    variants: tuple[Variant, ...]
    shared: Chapter
    everyday: Span = (3, 6)
    """How many notes of everyday life are added to what is told."""
