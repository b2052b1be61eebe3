"""Who and where: professionals, structures, offers, places, devices."""

_PERSON = """
identifier         token  identifier
name               string name
family             string name.family
given              string name.given
gender             token  gender
telecom            token  telecom
email              token  telecom?system=email
phone              token  telecom?system=phone
address            string address
address-city       string address.city
address-country    string address.country
address-postalcode string address.postalCode
address-state      string address.state
address-use        token  address.use
active             token  active
"""

TABLES: dict[str, str] = {
    "Patient": _PERSON
    + """
birthdate            date      birthDate
death-date           date      deceasedDateTime
language             token     communication.language
general-practitioner reference generalPractitioner
link                 reference link.other
organization         reference managingOrganization
""",
    "RelatedPerson": _PERSON.replace("family             string name.family\n", "").replace(
        "given              string name.given\n", ""
    )
    + """
birthdate    date      birthDate
patient      reference patient ->Patient
relationship token     relationship
""",
    "Practitioner": _PERSON
    + """
communication token communication
""",
    "PractitionerRole": """
identifier   token     identifier
active       token     active
date         date      period
practitioner reference practitioner
organization reference organization
role         token     code
specialty    token     specialty
location     reference location
service      reference healthcareService
endpoint     reference endpoint
telecom      token     telecom
email        token     telecom?system=email
phone        token     telecom?system=phone
""",
    "Organization": """
identifier         token     identifier
active             token     active
name               string    name|alias
type               token     type
partof             reference partOf
endpoint           reference endpoint
address            string    address
address-city       string    address.city
address-country    string    address.country
address-postalcode string    address.postalCode
address-state      string    address.state
address-use        token     address.use
""",
    "Location": """
identifier         token     identifier
name               string    name|alias
status             token     status
type               token     type
operational-status token     operationalStatus
organization       reference managingOrganization
partof             reference partOf
endpoint           reference endpoint
address            string    address
address-city       string    address.city
address-country    string    address.country
address-postalcode string    address.postalCode
address-state      string    address.state
address-use        token     address.use
""",
    "HealthcareService": """
identifier         token     identifier
active             token     active
name               string    name
characteristic     token     characteristic
coverage-area      reference coverageArea
location           reference location
organization       reference providedBy
program            token     program
service-category   token     category
service-type       token     type
specialty          token     specialty
endpoint           reference endpoint
""",
    "Device": """
identifier   token     identifier
device-name  string    deviceName.name|type.coding.display|type.text
manufacturer string    manufacturer
model        string    modelNumber
status       token     status
type         token     type
patient      reference patient ->Patient
organization reference owner
location     reference location
url          uri       url
""",
}
