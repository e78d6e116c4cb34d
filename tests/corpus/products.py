"""Official products by their own names, in twins that differ in format: object types, ten letters, codes as words."""

from pathlib import Path

import pyogrio

from tests.corpus.case import ACCEPT, WARN, Surroundings, frame, gml, gml_square, nasty, save, square, text


def _member(kind: str, number: int, values: str) -> str:
    inside = f"{values}<app:område>{gml_square(number)}</app:område>"
    return f'<gml:featureMember><app:{kind} gml:id="{kind}{number}">{inside}</app:{kind}></gml:featureMember>'


def _rows(count: int, **columns: list):
    return frame(*(square(number) for number in range(count)), **columns).drop(columns="plot_id")


@nasty(ACCEPT, rows=3, kept=3, area_m2=30_000, layer=None)
def zones_of_concern_of_two_types(folder: Path, at: Surroundings) -> Path:
    members = _member("RpFareSone", 0, "<app:fare>310</app:fare>") + _member("RpFareSone", 1, "<app:fare>320</app:fare>")
    return text(folder / "soner.gml", gml(members + _member("RpStøySone", 2, "<app:støy>210</app:støy>")))


@nasty(WARN, rows=2, kept=2, area_m2=20_000, layer=None, told=("missing_sidecar",))
def zones_of_concern_in_ten_letters(folder: Path, at: Surroundings) -> Path:
    rows = _rows(2, OBJTYPE=["KpAngittHensynSone"] * 2, KPANGITTHE=[560, 570], HENSYNSONE=["H560", "H570"])
    path = save(rows, folder / "hensyn.shp", encoding="utf-8")
    path.with_suffix(".cpg").unlink()
    return path


@nasty(ACCEPT, rows=2, kept=2, area_m2=20_000, layer=None)
def zones_of_concern_in_one_table(folder: Path, at: Surroundings) -> Path:
    rows = _rows(2, objekttypenavn=["RpFareSone", "RpSikringSone"], fare=["310", None], sikring=[None, "140"])
    return save(rows, folder / "soner.gpkg", layer="hensynssoner")


@nasty(ACCEPT, rows=2, kept=2, area_m2=20_000, layer=None)
def quick_clay_by_its_type(folder: Path, at: Surroundings) -> Path:
    return save(
        _rows(2, skredOmrNavn=["Ørin", "Mikvold"], skredFaregradKlasse=["Høy", "Lav"]), folder / "s.gpkg", layer="KvikkleireFaresone"
    )


@nasty(WARN, rows=2, kept=1, area_m2=10_000, layer=None, told=("no_key",))
def quick_clay_that_is_none(folder: Path, at: Surroundings) -> Path:
    rows = _rows(2, objekttype=["UtlosningOmr"] * 2, skredFareg=["Høy", "Ingen"], skredRisik=[3, 0])
    return save(rows, folder / "kvikkleire.shp", encoding="utf-8")


@nasty(ACCEPT, rows=3, kept=3, area_m2=30_000, layer=None)
def road_areas_of_three_types(folder: Path, at: Surroundings) -> Path:
    kinds = ("VegKjørende", "VegGåendeOgSyklende", "Trafikkøy")
    return text(folder / "veg.gml", gml("".join(_member(kind, number, "") for number, kind in enumerate(kinds))))


@nasty(ACCEPT, rows=2, kept=2, area_m2=20_000, layer=None, told=("words_as_codes",))
def land_resource_in_words(folder: Path, at: Surroundings) -> Path:
    return save(_rows(2, arealtype=["Fulldyrka jord", "60 Myr"]), folder / "ar5.gpkg", layer="fkb_ar5")


@nasty(ACCEPT, rows=2, kept=2, area_m2=20_000, layer=None, told=("words_as_codes",))
def land_resource_in_words_and_ten_letters(folder: Path, at: Surroundings) -> Path:
    return save(_rows(2, OBJTYPE=["ArealressursFlate"] * 2, ARTYPE=["Fulldyrka jord", "60 Myr"]), folder / "a.shp", encoding="utf-8")


@nasty(WARN, rows=2, kept=2, area_m2=20_000, layer=None, told=("plan_unsaid", "words_as_codes"))
def zones_in_the_names_of_a_service(folder: Path, at: Surroundings) -> Path:
    names = {"arealplanId.planidentifikasjon": ["r1"] * 2, "arealformål": ["Industri", "1350 – Lager"]}
    return save(_rows(2, objekttypenavn=["RpArealformålOmråde"] * 2, **names), folder / "formål.gpkg", layer="svar")


@nasty(WARN, rows=2, kept=2, area_m2=20_000, layer=None, told=("plan_unsaid", "other_tables"))
def zones_of_the_older_law(folder: Path, at: Surroundings) -> Path:
    rows = _rows(2, planidentifikasjon=["1990001"] * 2, reguleringsformål=["140", "111"])
    path = save(rows, folder / "plan.gpkg", layer="RbFormålOmråde")
    pyogrio.write_dataframe(_rows(1, merknad=["x"]), path, layer="kladd", driver="GPKG")
    return path


@nasty(WARN, rows=2, kept=2, area_m2=20_000, layer=None, told=("away_from_park",), beside=("perimeter",))
def plan_of_another_place(folder: Path, at: Surroundings) -> Path:
    about = {"planid": ["2015001"] * 2, "plantype": ["35"] * 2, "planstatus": ["3"] * 2, "arealformål": ["1340", "1350"]}
    rows = frame(square(15), square(16), **about).drop(columns="plot_id")
    return save(rows, folder / "plan.gpkg", layer="RpArealformålOmråde")
