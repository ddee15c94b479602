"""The classes of a European Digital Credential: which properties each has, how many, and of what kind.

Our own table of the constraints of the application profiles EDC-generic-no-cv and EDC-generic-full 1.2.0
(ELM 3.2), by the names of the JSON-LD terms. `name* kind` any number, `+` one or more, `?` at most one,
`!` exactly one. A kind is a datatype, class names, or `@list` for a concept of a controlled vocabulary.
Two terms are left out because no value of theirs can be valid: the contexts give `dateModified` and
`descriptionHtml` another type than the profile demands.
"""

from dataclasses import dataclass
from functools import cache

from microcred.vocabulary import SNB

_AUTHORITY = "http://publications.europa.eu/resource/authority/"
_ESCO = "http://data.europa.eu/esco/concept-scheme/"

# Names of controlled vocabularies, as they stand after `@` in the table, that are not Europass lists.
SCHEMES = {
    **{name: _AUTHORITY + name for name in ("atu", "country", "currency", "language")},
    "esco-occupations": _ESCO + "occupations",
    "esco-skills": _ESCO + "skills",
}
DATATYPES = frozenset(
    {"text", "texts", "date", "duration", "string", "uri", "iri", "literal"}
    | {"integer", "positive", "decimal", "boolean"}
)

_ALIASES = {
    "Id": "Identifier|LegalIdentifier",
    "Party": "Agent|Person|Organisation",
    "AnyClaim": "LearningAchievement|LearningActivity|LearningAssessment|LearningEntitlement|Claim",
    "Learned": "LearningAchievementSpecification|Qualification",
}
_CLAIM = """title+ text, description* text, awardedBy! AwardingProcess, additionalNote* Note,
    identifier* Id, supplementaryDocument* WebResource"""
_SPECIFICATION = """title+ text, description* text, altLabel* texts, category* texts, additionalNote* Note,
    homepage* WebResource, identifier* Id, status? string, supplementaryDocument* WebResource"""
_LEARNED = f"""{_SPECIFICATION}, awardingOpportunity* AwardingOpportunity, creditPoint* CreditPoint,
    dcType* Concept, educationLevel* Concept, educationSubject* Concept, entryRequirement? Note,
    entitlesTo* LearningEntitlementSpecification, influencedBy* LearningActivitySpecification,
    language* @language, learningOutcome* LearningOutcome, learningOutcomeSummary? Note,
    learningSetting? @learning-setting, maximumDuration? duration, mode* Concept,
    provenBy* LearningAssessmentSpecification, targetGroup* Concept, thematicArea* @isced-f,
    volumeOfLearning? duration"""
_IDENTIFIER = """notation! literal, creator? iri, dateIssued? date, dcType* Concept, schemeAgency? texts,
    schemeId? uri, schemeName? string, schemeVersion? string"""

_CLASSES = {
    "EuropeanDigitalCredential": """credentialProfiles+ @credential, credentialSchema+ ShaclValidator2017,
        credentialSubject! Party, displayParameter! DisplayParameter, issuer! Party, issued! date,
        validFrom! date, issuanceDate? date, expirationDate? date, validUntil? date, identifier* Id,
        evidence* Evidence, attachment* MediaObject, holder* Party, credentialStatus? CredentialStatus,
        termsOfUse* TermsOfUse, proof* Proof""",
    "CredentialStatus": "",
    "TermsOfUse": "",
    "Proof": "",
    "ShaclValidator2017": "",
    "Person": """hasClaim+ AnyClaim, givenName? texts, familyName? texts, fullName? texts, birthName* texts,
        patronymicName* texts, dateOfBirth? date, placeOfBirth? Location, gender? Concept,
        citizenshipCountry* @country, nationalID? LegalIdentifier, identifier* Id, location? Location,
        contactPoint* ContactPoint, groupMemberOf* Group, memberOf* Organisation,
        hasCredential* EuropeanDigitalCredential""",
    "Organisation": """legalName+ text, altLabel* texts, location+ Location, accreditation* Accreditation,
        additionalNote* Note, contactPoint* ContactPoint, dcType* Concept, eIDASIdentifier? LegalIdentifier,
        groupMemberOf* Group, hasSubOrganization* Organisation, homepage* WebResource, identifier* Id,
        logo? MediaObject, registration? LegalIdentifier, subOrganizationOf? Organisation,
        taxIdentifier* LegalIdentifier, vatIdentifier* LegalIdentifier""",
    "Agent": """prefLabel* text, altLabel* texts, additionalNote* Note, contactPoint* ContactPoint,
        groupMemberOf* Group, identifier* Id, location* Location""",
    "Group": """prefLabel+ text, altLabel* texts, additionalNote* Note, contactPoint* ContactPoint,
        dcType* Concept, identifier* Id, location* Location, member* Party""",
    "LearningAchievement": f"""{_CLAIM}, creditReceived* CreditPoint, dcType* Concept,
        hasPart* LearningAchievement,
        isPartOf* LearningAchievement, entitlesTo* LearningEntitlement, influencedBy* LearningActivity,
        learningOpportunity? LearningOpportunity, provenBy* LearningAssessment, specifiedBy? Learned""",
    "LearningActivity": f"""{_CLAIM}, dcType* Concept, directedBy* Party, hasPart* LearningActivity,
        isPartOf* LearningActivity, influences* LearningAchievement, levelOfCompletion? positive,
        learningOpportunity? LearningOpportunity, location* Location, temporal* PeriodOfTime,
        specifiedBy? LearningActivitySpecification, workload? duration""",
    "LearningAssessment": f"""{_CLAIM}, assessedBy* Party, dateIssued? date, dcType* Concept, grade! Note,
        gradeStatus? Concept, hasPart* LearningAssessment, isPartOf* LearningAssessment,
        idVerification? Concept, location? Location, proves? LearningAchievement,
        resultDistribution? ResultDistribution, shortenedGrading? ShortenedGrading,
        specifiedBy? LearningAssessmentSpecification""",
    "LearningEntitlement": f"""{_CLAIM}, dateIssued? date, dcType? Concept, entitledBy* LearningAchievement,
        expiryDate? date, hasPart* LearningEntitlement, isPartOf* LearningEntitlement,
        specifiedBy? LearningEntitlementSpecification""",
    "Claim": f"{_CLAIM}, dcType+ @claim-type",
    "Qualification": f"""{_LEARNED}, accreditation* Accreditation, eqfLevel? @eqf, nqfLevel* @qdr,
        isPartialQualification? boolean, qualificationCode* Concept, hasPart* Qualification,
        isPartOf* Qualification, generalisationOf* Qualification, specialisationOf* Qualification""",
    "LearningAchievementSpecification": f"""{_LEARNED}, hasPart* Learned, isPartOf* Learned,
        generalisationOf* Learned, specialisationOf* Learned""",
    "LearningActivitySpecification": f"""{_SPECIFICATION}, contactHour* string, dcType* Concept,
        generalisationOf* LearningActivitySpecification, hasPart* LearningActivitySpecification,
        influences* Learned, isPartOf* LearningActivitySpecification, language* @language, mode* Concept,
        specialisationOf* LearningActivitySpecification, volumeOfLearning? duration""",
    "LearningAssessmentSpecification": f"""{_SPECIFICATION}, dcType? Concept, gradingScheme? GradingScheme,
        generalisationOf* LearningAssessmentSpecification, hasPart* LearningAssessmentSpecification,
        isPartOf* LearningAssessmentSpecification, language* @language, mode* Concept, proves* Learned,
        specialisationOf* LearningAssessmentSpecification""",
    "LearningEntitlementSpecification": f"""{_SPECIFICATION}, dcType! Concept, entitledBy* Learned,
        entitlementStatus! @entitlement-status, generalisationOf* LearningEntitlementSpecification,
        hasPart* LearningEntitlementSpecification, isPartOf* LearningEntitlementSpecification,
        limitJurisdiction* @atu, limitNationalOccupation* Concept, limitOccupation* @esco-occupations,
        limitOrganisation* Organisation, specialisationOf* LearningEntitlementSpecification""",
    "LearningOpportunity": """title+ text, description* text, additionalNote* Note, admissionProcedure? Note,
        applicationDeadline* date, bannerImage? MediaObject, dcType* Concept, duration? duration,
        grant* Grant, hasPart* LearningOpportunity, homepage* WebResource, identifier* Id,
        isPartOf* LearningOpportunity, learningAchievementSpecification? Learned,
        learningActivitySpecification? LearningActivitySpecification, learningSchedule? Concept,
        location* Location, mode* Concept, priceDetail* PriceDetail, providedBy+ Organisation,
        scheduleInformation? Note, status? string, supplementaryDocument* WebResource,
        temporal? PeriodOfTime""",
    "LearningOutcome": """title+ text, additionalNote* Note, dcType? @skill-type, identifier* Id,
        relatedESCOSkill* @esco-skills, relatedSkill* Concept, reusabilityLevel? @skill-reuse-level""",
    "AwardingProcess": """awardingBody+ Party, awardingDate? date, awards* AnyClaim, description* text,
        additionalNote* Note, educationalSystemNote? Concept, identifier* Id, location? Location,
        used* LearningAssessment""",
    "AwardingOpportunity": """awardingBody+ Party, identifier* Id, location? Location,
        learningAchievementSpecification? Learned, temporal? PeriodOfTime""",
    "Accreditation": """title+ text, description* text, accreditingAgent! Organisation, additionalNote* Note,
        dateIssued? date, dcType! @accreditation, decision? Concept, expiryDate? date, homepage* WebResource,
        identifier* Id, landingPage* WebResource, limitCredentialType* Concept, limitEQFLevel* @eqf,
        limitField* @isced-f, limitJurisdiction* @atu, limitQualification? Qualification,
        organisation* Organisation, report? WebResource, reviewDate? date, status? string,
        supplementaryDocument* WebResource, valid? date""",
    "Evidence": """dcType! @evidence-type, accreditation? Accreditation, embeddedEvidence* MediaObject,
        evidenceStatement? string, evidenceTarget? Party""",
    "Address": "countryCode! @country, fullAddress? Note, identifier* Id",
    "Amount": "unit! @currency, value! decimal",
    "Concept": "inScheme+ ConceptScheme, prefLabel* text, definition* texts, notation? literal",
    "ConceptScheme": "",
    "ContactPoint": """description* text, additionalNote* Note, address* Address, contactForm* WebResource,
        emailAddress* Mailbox, phone* Phone""",
    "CreditPoint": "framework! Concept, point! string",
    "DisplayDetail": "image! MediaObject, page! positive",
    "DisplayParameter": """title+ text, description* text, language+ @language, primaryLanguage! @language,
        individualDisplay+ IndividualDisplay, summaryDisplay? string""",
    "GradingScheme": "title+ text, description* text, identifier* Id, supplementaryDocument* WebResource",
    "Grant": """title+ text, description* text, contentURL? uri, dcType? Concept,
        supplementaryDocument* WebResource""",
    "Identifier": _IDENTIFIER,
    "IndividualDisplay": "displayDetail+ DisplayDetail, language! Concept",
    "LegalIdentifier": f"{_IDENTIFIER}, spatial! @country",
    "Location": """address+ Address, description* text, geographicName* texts, identifier* Id,
        spatialCode* Concept""",
    "Mailbox": "",
    "MediaObject": """content! string, contentEncoding! Concept, contentType! Concept, title* text,
        description* text, attachmentType? Concept, contentSize? integer, contentURL? uri""",
    "Note": "noteLiteral+ texts, noteFormat? Concept, subject? Concept",
    "PeriodOfTime": "startDate? date, endDate? date, prefLabel* text",
    "Phone": "areaDialingCode? string, countryDialing? string, dialNumber? string, phoneNumber? string",
    "PriceDetail": "amount? Amount, prefLabel* text, description* text, additionalNote* Note, identifier* Id",
    "ResultCategory": """count! positive, label! string, maximumScore? string, minimumScore? string,
        score? string""",
    "ResultDistribution": "description* text, resultCategory* ResultCategory",
    "ShortenedGrading": "percentageEqual! integer, percentageHigher! integer, percentageLower! integer",
    "WebResource": "contentURL! uri, language? @language, title* text",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """What one property of one class may hold; `most` is 0 for any number, `scheme` empty for any concept."""

    least: int
    most: int
    datatype: str = ""
    classes: tuple[str, ...] = ()
    scheme: str = ""


def scheme_of(name: str) -> str:
    """The URI of a controlled vocabulary."""
    return SCHEMES.get(name) or f"{SNB}{name}/25831c2"


def _rule(count: str, kind: str) -> Rule:
    least, most = {"*": (0, 0), "+": (1, 0), "?": (0, 1), "!": (1, 1)}[count]
    if kind in DATATYPES:
        return Rule(least, most, datatype=kind)
    if kind.startswith("@"):
        return Rule(least, most, classes=("Concept",), scheme=scheme_of(kind[1:]))
    return Rule(least, most, classes=tuple(_ALIASES.get(kind, kind).split("|")))


@cache
def shapes() -> dict[str, dict[str, Rule]]:
    """For every class its properties with their rules."""
    table: dict[str, dict[str, Rule]] = {}
    for name, properties in _CLASSES.items():
        rows = [entry.split() for entry in properties.split(",") if entry.strip()]
        table[name] = {term[:-1]: _rule(term[-1], kind) for term, kind in rows}
    return table


@cache
def required(kind: str) -> tuple[str, ...]:
    """The properties that every node of a class must have."""
    return tuple(name for name, rule in shapes()[kind].items() if rule.least)


@cache
def terms() -> frozenset[str]:
    """Every property name that some class has."""
    return frozenset(name for properties in shapes().values() for name in properties)
