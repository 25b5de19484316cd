"""The models of all content."""

from content.schema.campaigns import Campaign, Campaigns, PeakDay
from content.schema.clock import ClockPolicy
from content.schema.consent import ConsentSection, ConsentSlip
from content.schema.facts import Fact, FactFile, Source
from content.schema.help import Contact, HelpDirectory
from content.schema.lessons import (
    Card,
    Choice,
    Course,
    CourseFile,
    Lesson,
    Scene,
    SceneNode,
    Stage,
    Way,
)
from content.schema.questions import Option, Pair, Picture, Point, Question, Step
from content.schema.regions import Region, RegionFile, Regions
from content.schema.text import LOCALES, ContentModel, LocalText
from content.schema.tip_form import Category, TipForm, TipNotes

__all__ = [
    "LOCALES",
    "Campaign",
    "Campaigns",
    "Card",
    "Category",
    "Choice",
    "ClockPolicy",
    "ConsentSection",
    "ConsentSlip",
    "Contact",
    "ContentModel",
    "Course",
    "CourseFile",
    "Fact",
    "FactFile",
    "HelpDirectory",
    "Lesson",
    "LocalText",
    "Option",
    "Pair",
    "PeakDay",
    "Picture",
    "Point",
    "Question",
    "Region",
    "RegionFile",
    "Regions",
    "Scene",
    "SceneNode",
    "Source",
    "Stage",
    "Step",
    "TipForm",
    "TipNotes",
    "Way",
]
