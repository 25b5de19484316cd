"""Worked cases, reckoned by hand: what was found, what it earns in yuan, and under which article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

A7, A71, A710 = "Article 7", "Article 7 (1)", "Article 7 (10)"
NATIONAL, YANSHAN, HENAN = "national-2018", "yanshan", "henan-2017"
LAIXI, GUANGDONG, SHANGHAI = "laixi-2017", "guangdong-2015", "shanghai-2019"
FUZHOU, GONGAN = "fuzhou-2023", "gongan-2025"


@dataclass(frozen=True)
class Worked:
    """`yuan` is None where a person must decide, text for a floor, 0 where nothing is due."""

    name: str
    scheme: str
    facts: dict[str, Any]
    yuan: int | tuple[int, int] | str | None
    article: str | None = None


def g(**amounts: str) -> dict[str, Any]:
    return {"seizures": [{"substance": _id(k), "grams": v} for k, v in amounts.items()]}


def kg(**amounts: str) -> dict[str, Any]:
    return {"precursors": [{"substance": _id(k), "kilograms": v} for k, v in amounts.items()]}


def people(**counts: int) -> dict[str, Any]:
    return {"people": [{"role": _id(k), "count": v} for k, v in counts.items()]}


def sites(**counts: int) -> dict[str, Any]:
    return {"sites": [{"kind": _id(k), "count": v} for k, v in counts.items()]}


def plants(**counts: int) -> dict[str, Any]:
    return {"plants": [{"kind": _id(k), "count": v} for k, v in counts.items()]}


def flags(*names: str) -> dict[str, Any]:
    return {"flags": list(names)}


def _id(name: str) -> str:
    return name.replace("_", "-")


WORKED: tuple[Worked, ...] = (
    Worked("a few grams of heroin", NATIONAL, g(heroin="2.5"), 300, A71),
    Worked("12 g of heroin", NATIONAL, g(heroin="12"), 500, A71),
    Worked("12 g of meth", NATIONAL, g(meth="12"), 500, A71),
    Worked("10 g exactly, the higher band", NATIONAL, g(heroin="10"), 500, A71),
    Worked("100 g of ketamine are 10 g", NATIONAL, g(ketamine="100"), 500, A71),
    Worked("99 g of ketamine are 9.9 g", NATIONAL, g(ketamine="99"), 300, A71),
    Worked("1 kg of opium is 50 g", NATIONAL, g(opium="1000"), 1000, A71),
    Worked("20 g of MDMA are 10 g", NATIONAL, g(mdma="20"), 500, A71),
    Worked("cannabis leaf by the load", NATIONAL, g(cannabis_leaf="150000"), 1000, A71),
    Worked("cannabis resin", NATIONAL, g(cannabis_resin="10000"), 1000, A71),
    Worked("cocaine counts as heroin", NATIONAL, g(cocaine="49.999"), 500, A71),
    Worked("fentanyl at 0.4", NATIONAL, g(fentanyl="125"), 1000, A71),
    Worked("several drugs add up", NATIONAL, g(heroin="5", ketamine="50"), 500, A71),
    Worked("below the edge together", NATIONAL, g(heroin="5", ketamine="49"), 300, A71),
    Worked("poppy husk", NATIONAL, g(poppy_husk="200000"), 1000, A71),
    Worked("half a kilogram", NATIONAL, g(heroin="500"), 2000, A71),
    Worked("one kilogram", NATIONAL, g(heroin="1000"), 20000, A71),
    Worked("15 kg", NATIONAL, g(heroin="15000"), 50000, A71),
    Worked("40 kg", NATIONAL, g(heroin="40000"), 100000, A71),
    Worked("60 kg", NATIONAL, g(heroin="60000"), 200000, A71),
    Worked("150 kg: a floor up to the cap", NATIONAL, g(heroin="150000"), (200000, 300000), A71),
    Worked("a little ephedrine", NATIONAL, kg(ephedrine="0.5"), 500, A71),
    Worked("2 kg of hydroxylimine are 1 kg", NATIONAL, kg(hydroxylimine="2"), 1000, A71),
    Worked("acetone at 0.01", NATIONAL, kg(acetone="600"), 2000, A71),
    Worked("mixed precursors", NATIONAL, kg(ephedrine="4", p2p="2"), 2000, A71),
    Worked("30 kg of ephedrine", NATIONAL, kg(ephedrine="30"), None),
    Worked("a ton and more", NATIONAL, kg(ephedrine="1500"), (200000, 300000), A71),
    Worked("a factory", NATIONAL, sites(factory=1), (20000, 200000), A7),
    Worked("two factories reach the cap", NATIONAL, sites(factory=2), (40000, 300000), A710),
    Worked("a lead on making", NATIONAL, flags("making_lead"), (10000, 100000), A7),
    Worked("two users", NATIONAL, people(user=2), None),
    Worked("three users", NATIONAL, people(user=3), 3000, A7),
    Worked("users of both kinds", NATIONAL, people(user=3, user_isolation=2), 10000, A7),
    Worked("a dozen users", NATIONAL, people(user=12), 20000, A7),
    Worked("one drug driver", NATIONAL, people(drug_driver=1), 500, A7),
    Worked("four drug drivers", NATIONAL, people(drug_driver=4), 2000, A7),
    Worked("half a mu", NATIONAL, {"area_mu": "0.5"}, 1000, A7),
    Worked(
        "three mu and two growers", NATIONAL, {"area_mu": "3"} | people(cultivator=2), 6000, A7
    ),
    Worked("poppy seed enough", NATIONAL, g(poppy_seed="50"), 1000, A7),
    Worked("poppy seed too little", NATIONAL, g(poppy_seed="49.9"), None),
    Worked(
        "seed and seedlings earn once",
        NATIONAL,
        g(poppy_seed="80") | plants(poppy_seedling=6000),
        1000,
        A7,
    ),
    Worked("a bounty of the Ministry", NATIONAL, people(fugitive_wanted=1), None),
    Worked("a fugitive in the list", NATIONAL, people(fugitive=1), None),
    Worked("an especially serious case", NATIONAL, flags("major_case"), (0, 300000), A7),
    Worked(
        "drugs and users add up",
        NATIONAL,
        g(heroin="12") | people(user=4),
        3500,
        A71,
    ),
    Worked(
        "drugs and a serious case reach the cap",
        NATIONAL,
        g(heroin="1000") | flags("major_case"),
        (20000, 300000),
        A710,
    ),
    Worked("etomidate has no ratio", NATIONAL, g(etomidate="50"), None),
    Worked("an unlisted precursor has no ratio", NATIONAL, kg(other_1="3"), None),
    Worked("a den alone is in no schedule", NATIONAL, sites(den=1), None),
    Worked("Fuzhou as the national one", FUZHOU, g(heroin="12"), 500),
    Worked("Fuzhou, two heads", FUZHOU, g(heroin="12") | kg(ephedrine="2"), 1500),
    Worked("Fuzhou knows no users", FUZHOU, people(user=4), None),
    Worked("Fuzhou's cap", FUZHOU, g(heroin="120000") | kg(ephedrine="2"), (201000, 300000)),
    Worked("Yanshan's wide band", YANSHAN, g(heroin="12"), (500, 200000)),
    Worked("Yanshan, sum", YANSHAN, g(heroin="5") | {"area_mu": "2"}, 2300),
    Worked("Yanshan's cap", YANSHAN, sites(factory=1) | g(heroin="20"), (20500, 300000)),
    Worked("Henan, users one by one", HENAN, people(user=3, user_isolation=1), 2000),
    Worked("Henan between its bands", HENAN, g(heroin="500"), None),
    Worked("Henan, other drugs", HENAN, g(ketamine="5"), None),
    Worked("Henan, 250 poppies", HENAN, plants(poppy=250), 200),
    Worked("Henan, both plants", HENAN, plants(poppy=250, cannabis=3000), 500),
    Worked("Henan's cap", HENAN, people(fugitive=31), 300000),
    Worked("Laixi's range", LAIXI, g(heroin="12"), (1000, 5000)),
    Worked("Laixi, users by treatment", LAIXI, people(user=2, user_isolation=1, host=1), 2500),
    Worked("Laixi, two heads", LAIXI, g(heroin="12") | people(user=1), "1000"),
    Worked("Laixi, two classes", LAIXI, kg(safrole="1", ether="1"), "2000"),
    Worked("Laixi, husk is no other drug", LAIXI, g(poppy_husk="60000"), (2000, 10000)),
    Worked("Guangdong, 10 kg included", GUANGDONG, g(heroin="10000"), 50000),
    Worked("Guangdong, below a kilogram", GUANGDONG, g(heroin="999"), None),
    Worked(
        "Guangdong, a factory stands for its drugs",
        GUANGDONG,
        g(heroin="60000") | sites(factory=1),
        200000,
    ),
    Worked("Shanghai, two heads", SHANGHAI, people(drug_driver=2) | sites(food=1), (2000, 21000)),
    Worked(
        "Shanghai, all heads",
        SHANGHAI,
        people(drug_driver=900) | sites(online=1),
        (452000, 500000),
    ),
    Worked("Shanghai knows no users", SHANGHAI, people(user=1), None),
    Worked("Gong'an, users by treatment", GONGAN, people(user=1, user_isolation=1), 1500),
    Worked("Gong'an's lowest band", GONGAN, g(heroin="9"), None),
    Worked("a report about a minor", NATIONAL, g(heroin="12") | flags("minor_reported"), 0),
)
