"""All tables of the floor, listed here so that a model may change rooms without a migration."""

from callboard.core.attachments.models import Attachment
from callboard.core.audit.models import AuditEntry
from callboard.core.engagements.models import Department, Engagement
from callboard.core.events.models import Event
from callboard.core.hours.models import WorkedShift
from callboard.core.links.models import CapabilityLink, LinkOpening
from callboard.core.messages.models import MailboxItem, Message, MessageAttempt
from callboard.core.organizations.models import (
    ApiKey,
    DayOff,
    Membership,
    Organization,
    Production,
    ProductionAccess,
    User,
)
from callboard.core.people.models import Party, PartyKey
from callboard.core.places.models import Place
from callboard.core.productions.models import NumberSeries
from callboard.core.publishing.models import Acknowledgement, CurrentEdition, Edition, EditionPart, HeldPart
from callboard.core.readiness.models import Override
from callboard.core.requests.models import AnsweredRequest
from callboard.core.resources.models import Absence, Certification, Machine, MachineStop, Skill

__all__ = [
    "Absence",
    "Acknowledgement",
    "AnsweredRequest",
    "ApiKey",
    "Attachment",
    "AuditEntry",
    "CapabilityLink",
    "Certification",
    "CurrentEdition",
    "DayOff",
    "Department",
    "Edition",
    "EditionPart",
    "Engagement",
    "Event",
    "HeldPart",
    "LinkOpening",
    "Machine",
    "MachineStop",
    "MailboxItem",
    "Membership",
    "Message",
    "MessageAttempt",
    "NumberSeries",
    "Organization",
    "Override",
    "Party",
    "PartyKey",
    "Place",
    "Production",
    "ProductionAccess",
    "Skill",
    "User",
    "WorkedShift",
]
