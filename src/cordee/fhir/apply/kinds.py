"""How the elements of an ActivityDefinition are said in each kind of request it can become.

Source: https://hl7.org/fhir/R4/activitydefinition.html#12.17.3.1 and the mappings of each request
"""

import msgspec


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """Where a request says what the definition says; None or empty: it has no such element.

    `timing` is the stem of a choice, with the types it may have.
    """

    status: str = "draft"
    intent: bool = True
    subject: str | None = "subject"
    instantiates: str | None = "instantiatesCanonical"
    instantiates_is_list: bool = True
    author: str | None = "requester"
    authored: str | None = "authoredOn"
    encounter: str | None = "encounter"
    code: str | None = None
    code_is_list: bool = False
    description: str | None = None
    timing: str | None = None
    timing_types: tuple[str, ...] = ()
    product: str | None = None
    quantity: str | None = None
    dosage: str | None = None
    location: str | None = None
    location_is_list: bool = False
    body_site: str | None = None
    performer_type: str | None = None
    takes_priority: bool = True
    takes_do_not_perform: bool = False


_WHEN = ("DateTime", "Period", "Timing")

KINDS: dict[str, Kind] = {
    "ServiceRequest": Kind(
        code="code",
        timing="occurrence",
        timing_types=_WHEN,
        quantity="quantityQuantity",
        location="locationReference",
        location_is_list=True,
        body_site="bodySite",
        performer_type="performerType",
        takes_do_not_perform=True,
    ),
    "MedicationRequest": Kind(
        product="medication",
        dosage="dosageInstruction",
        quantity="dispenseRequest.quantity",
        takes_do_not_perform=True,
    ),
    "DeviceRequest": Kind(code="codeCodeableConcept", timing="occurrence", timing_types=_WHEN),
    "SupplyRequest": Kind(
        intent=False,
        subject="deliverTo",
        instantiates=None,
        encounter=None,
        product="item",
        quantity="quantity",
        timing="occurrence",
        timing_types=_WHEN,
        location="deliverTo",
    ),
    "NutritionOrder": Kind(subject="patient", author="orderer", authored="dateTime", takes_priority=False),
    "CommunicationRequest": Kind(
        intent=False,
        instantiates=None,
        code="category",
        code_is_list=True,
        description="payload",
        timing="occurrence",
        timing_types=("DateTime", "Period"),
        takes_do_not_perform=True,
    ),
    "Task": Kind(
        subject="for",
        instantiates_is_list=False,
        code="code",
        description="description",
        timing="restriction.period",
        timing_types=("Period",),
        location="location",
        performer_type="performerType",
    ),
    "Appointment": Kind(
        status="proposed",
        intent=False,
        subject=None,
        instantiates=None,
        author=None,
        authored="created",
        encounter=None,
        code="serviceType",
        code_is_list=True,
        description="description",
        takes_priority=False,
    ),
    "CarePlan": Kind(
        author="author", authored="created", code="category", code_is_list=True, description="description",
        takes_priority=False,
    ),
}  # fmt: skip
"""Other kinds of R4 (Claim, Contract, EnrollmentRequest…) are not made: it is told."""
