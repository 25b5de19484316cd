"""The models of all content."""

from content.schema.campaigns import Campaign, Campaigns, PeakDay
from content.schema.facts import Fact, FactFile, Source
from content.schema.help import Contact, HelpDirectory
from content.schema.lessons import (
    Card,
    Choice,
    Course,
    CourseFile,
    Lesson,
    Option,
    Question,
    Scene,
    SceneNode,
)
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
    "PeakDay",
    "Question",
    "Region",
    "RegionFile",
    "Regions",
    "Scene",
    "SceneNode",
    "Source",
    "TipForm",
    "TipNotes",
]
