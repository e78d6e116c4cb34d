"""Make the data folder and register that `tests/migration` opens, as Parkareal wrote them on 26 November 2026 (commit caa1053).

It was run once, at that commit, with the `told.py` that came with this file; its imports are those of that commit and are not to follow
when modules move. To run it again, lay both beside a checkout of caa1053 and call, from that checkout's root:

    python tests/migration/build_at_caa1053.py FOLDER

FOLDER gets data.tar.xz (data folder with the SQLite register), register.sql (the same register in PostgreSQL, by pg_dump), said.json,
ground.json and figures.json (what that version told of it) and restored.json (what it told of the backup inside).
"""
# ruff: noqa: E402, I001

import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from datetime import date
from pathlib import Path

HOME = Path(tempfile.mkdtemp())
DATA = HOME / "data"
os.environ["PARKAREAL_DATA"] = str(DATA)
os.environ.pop("PARKAREAL_DATABASE_URL", None)
sys.path[:0] = [str(Path.cwd())]

import geopandas as gpd
import numpy as np
import rasterio
import shapely
from PIL import Image

from actions.exports import backup
from actions.imports import pending, versions
from actions.offers import nominate, photos
from actions.units import decide
from actions.vacant_first import cases
from actions.imports.answers import said as asked
from actions.vacant_first.cases import Draft
from actions.units.classify import classify
from actions.imports.import_files import import_file
from actions.units.inventory import inventory
from actions.imports.new_park import new_park
from landuse.offers.nomination import Person
from parks.park import read_park
from register.engine import close_registers
from tests import databases
import importlib.util

_spec = importlib.util.spec_from_file_location("told", Path(__file__).parent / "told.py")
told = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(told)

PARK, EPSG, WEST, SOUTH = "neset", 25832, 619_800.0, 7_075_800.0
TODAY, BASELINE = told.DAYS["today"], told.DAYS["baseline"]
KARI, OLA = "Kari Nordmann", "Ola Øvre-Åsen"
OFFER = {
    "contact_role": "Eiendomssjef",
    "contact_email": "tomt@neset.example",
    "description_nb": "Flat tomt ved kaia, sol om kvelden",
    "description_en": "Level plot by the quay",
    "power_mw": 12.0,
    "power_reserved_by": "Hemmelig Kunde AS",
    "power_reserved_on": date(2026, 1, 1),
    "price_nok_m2": 900,
}


def rect(x: float, y: float, width: float = 100, height: float = 100) -> shapely.Polygon:
    """m from the park's corner."""
    return shapely.box(WEST + x, SOUTH + y, WEST + x + width, SOUTH + y + height)


def saved(name: str, rows: list[dict], layer: str | None = None) -> Path:
    """Rows as a GeoPackage or GeoJSON file."""
    frame = gpd.GeoDataFrame(rows, geometry="geometry", crs=EPSG)
    path = HOME / name
    if path.suffix == ".geojson":
        frame.to_crs(4326).to_file(path, driver="GeoJSON", COORDINATE_PRECISION=9)
    else:
        frame.to_file(path, driver="GPKG", layer=layer or path.stem)
    return path


def take(name: str, rows: list[dict], day: date, layer: str, **more: object) -> None:
    """Import rows as a layer."""
    report = import_file(PARK, saved(name, rows), dated=day, asked=asked(layer, **more))
    sys.stderr.write(f"{name}: {report.kept} kept, {report.set_aside} set aside\n")


def unit(plot: str) -> str:
    """The id of a plot's unit today."""
    units = inventory(PARK, TODAY)
    return units.index[units["plot_id"] == plot][0]


def say(plots: list[str], kind: str, value: str | None, by: str, reason: str, holds_from: date | None = None) -> list[int]:
    """A decision."""
    return decide.decide(PARK, [unit(plot) for plot in plots], kind, value, by, reason, TODAY, decide.version(PARK), holds_from)


PLOTS = {f"T{n}": rect(100 * ((n - 1) % 5), 100 * ((n - 1) // 5)) for n in range(1, 11)}


def plot_rows(names: dict[str, str] | None = None, wider: float = 0.0) -> list[dict]:
    """The plots, some renamed, T5 wider to the east."""
    shapes = PLOTS | {"T5": rect(400, 0, 100 + wider)}
    owners = {"T4": "other_owner"}
    return [{"plot_id": (names or {}).get(n, n), "tenure": owners.get(n, "own"), "geometry": shape} for n, shape in shapes.items()]


def park_with_layers() -> None:
    """The park, its first versions and the rows that were set aside."""
    made = new_park(PARK, "Neset Næringspark", ("5038",), None, {"by": "Parkstyret", "on": date(2023, 12, 1), "basis": "Vedtak 12/23"})
    words = made.settings_path.read_text(encoding="utf-8").replace("example = false", "example = false\ntoday = 2026-06-30")
    made.settings_path.write_text(words.replace("in_baseline = false", "in_baseline = true"), encoding="utf-8")
    whole = rect(0, 0, 600, 200)
    take("avgrensning.gpkg", [{"name": "Neset", "geometry": whole}], date(2023, 12, 1), "perimeter")
    numbers = {"kommunenummer": "5038", "gardsnummer": 19}
    parcels = [numbers | {"id": f"p{n}", "bruksnummer": n + 1, "geometry": rect(200 * n, 0, 200, 200)} for n in range(3)]
    take("teiger.gpkg", parcels, date(2023, 10, 1), "parcels", maps=["id=parcel_id"])
    plan = {"plan_id": "P1", "plan_name": "Neset", "plan_type": "35", "plan_status": "3", "plan_date": "2015-06-01", "level": "2"}
    zones = [("1340", rect(0, 0, 500, 200)), ("1340", rect(500, 0, 50, 200)), ("3040", rect(550, 0, 50, 200))]
    take("plan.gpkg", [plan | {"zone_code": code, "geometry": shape} for code, shape in zones], date(2023, 10, 1), "zoning")
    ar5 = [("12", rect(-500, -500, 800, 900)), ("30", rect(300, -500, 500, 900)), ("60", rect(-500, 400, 1300, 300))]
    rows = [{"ar5_arealtype": code, "ar5_grunnforhold": "44", "geometry": shape} for code, shape in ar5]
    take("ar5.gpkg", rows, date(2022, 6, 1), "land_resource")
    take("veger.gpkg", [{"kind": "main", "geometry": rect(-100, -60, 800, 20)}], BASELINE, "roads")
    tables_with_faults()
    for year, newer in ((2020, 10), (2025, 50)):
        raster(HOME / f"dekke_{year}.tif", newer)
        import_file(PARK, HOME / f"dekke_{year}.tif", "land_cover", year=year, dated=date(year, 12, 31))
    first = ["plot,T3,idle,,2023-11-15", "plot,T6,idle,,2023-11-15", "plot,T1,lease,,2023-11-15", "plot,T99,lease,,2023-11-15"]
    records("opplysninger.csv", first)


def tables_with_faults() -> None:
    """Plots and buildings, of which some cannot be used."""
    first = plot_rows()
    first[8]["plot_id"] = "T 9"
    take("tomter.gpkg", [*first, {"plot_id": "T11", "tenure": "own", "geometry": None}], date(2023, 11, 15), "plots")
    houses = [("b1", rect(10, 10, 60, 60), "2010-05-01"), ("b2", rect(110, 10, 40, 40), "2025-03-01")]
    houses.append(("b10", rect(410, 110, 70, 70), "2001-01-01"))
    shared = {"building_status": "TB", "floor_m2": 2400}
    built = [shared | {"building_id": name, "valid_from": day, "geometry": shape} for name, shape, day in houses]
    bow = shapely.Polygon([(WEST + 10, SOUTH + 10), (WEST + 20, SOUTH + 20), (WEST + 20, SOUTH + 10), (WEST + 10, SOUTH + 20)])
    faulty = [{**built[0], "building_id": "b-sløyfe", "geometry": bow}, {**built[0], "geometry": None}]
    take("bygninger.gpkg", [*built, *faulty], BASELINE, "buildings")


def raster(path: Path, code: int) -> None:
    """40 by 40 cells of 40 m: trees, and one other code in the middle."""
    cells = np.full((40, 40), 10, dtype=np.uint8)
    cells[18:24, 14:20] = code
    about = {"driver": "GTiff", "width": 40, "height": 40, "count": 1, "dtype": "uint8", "nodata": 0, "crs": f"EPSG:{EPSG}"}
    place = rasterio.Affine(40.0, 0.0, WEST - 500, 0.0, -40.0, SOUTH + 900)
    with rasterio.open(path, "w", transform=place, compress="deflate", **about) as file:
        file.write(cells, 1)


def record_file(name: str, rows: list[str]) -> Path:
    """The park's records as a CSV file."""
    path = HOME / name
    lines = ["about_type,about,kind,value,said_on,said_by", *(f"{row},{KARI}" for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def records(name: str, rows: list[str]) -> None:
    """Import the park's records."""
    report = import_file(PARK, record_file(name, rows), dated=date(2026, 6, 1), asked=asked("records"))
    sys.stderr.write(f"{name}: {report.kept} kept, {report.set_aside} set aside\n")


def newer_layers() -> None:
    """Later versions: the records grow; plots are renumbered and one is measured anew; one version is put back and forth."""
    more = ["plot,T3,idle,,2023-11-15", "plot,T6,idle,,2023-11-15", "plot,T1,lease,,2023-11-15", "plot,T2,taken,,2025-03-01"]
    more += [f"plot,T{n},idle,,2026-05-01" for n in (4, 5, 7, 8)]
    more += ["plot,T10,lease,,2020-01-01", "building,b10,vacant_floor,900,2026-05-01"]
    records("opplysninger-2026.csv", more)
    take("tomter-2026.gpkg", plot_rows({"T7": "N7"}, wider=20), date(2026, 5, 20), "plots")
    now = read_park(PARK).version
    versions.put_back(PARK, now - 1)
    versions.put_back(PARK, now)


def first_decisions() -> None:
    """Before the plots are renumbered and measured anew."""
    say(["T 9"], "correct", "used", KARI, "Befart 12. mai: lager på grus\nog port")
    say(["T3", "T6"], "confirm", None, OLA, "Står tom, «sett» fra vegen {{7*7}}")
    say(["T8"], "own_reserve", "yes", KARI, "Holdes til byggetrinn 2")
    gone = say(["T7"], "correct", "building_stock", OLA, "Feil tomt")
    decide.undo(gone, KARI, "Det var tomt 10")


def later_decisions() -> None:
    """On the plots as they are today."""
    say(["T10"], "confirm", None, KARI, "Hallen er i bruk, 900 m² står ledig")
    say(["T5"], "correct", "vacant_zoned", OLA, "Riggen er borte", date(2026, 3, 1))
    say(["T2"], "correct", "vacant_zoned", OLA, "Tomta var tom ved basislinjen", date(2023, 6, 1))
    say(["T2"], "correct", "building_stock", OLA, "Hallen sto ferdig", date(2025, 3, 1))
    say(["T4", "N7"], "correct", "vacant_zoned", KARI, "Krattskog og ingenting bygd, se bilde 3")
    say(["T4"], "tenure", "other_owner", KARI, "Skjøte fra 2019")


def after_the_backup() -> None:
    """What a restore takes away again."""
    say(["T8"], "release", "own_reserve", KARI, "Byggetrinn 2 er utsatt")
    nominate.edit(1, {"price_nok_m2": 950}, OLA, TODAY, 2, "Ny takst")


def nominations() -> None:
    """One in every state; facts, a photo, edits and terms."""
    pixels = np.add.outer(np.arange(120), 2 * np.arange(160)).astype(np.uint8)
    written = io.BytesIO()
    Image.fromarray(np.stack([pixels, pixels[::-1], 255 - pixels], axis=-1)).save(written, "PNG")
    photo = {"photo": photos.keep_photo(written.getvalue()), "photo_alt": "Tomta sett fra kaia"}
    ways = {"T3": [], "T4": ["nominate"], "T5": ["nominate", "publish"], "T6": ["nominate", "publish", "option"],
            "N7": ["nominate", "publish", "option", "reserve"], "T8": ["nominate", "publish", "reserve", "take"]}  # fmt: skip
    for plot, steps in ways.items():
        number = nominate.new_nomination(PARK, unit(plot), KARI, TODAY)
        at = nominate.edit(number, OFFER | (photo if plot in ("T5", "T3") else {}), OLA, TODAY, 1, "Utfylt etter møte")
        for name in steps:
            said = {"consent_by": "Grunneier", "consent_on": date(2026, 5, 1)} if (plot, name) == ("T4", "nominate") else {}
            said |= {"holder": "Holder AS", "until": date(2026, 12, 31)} if name == "option" else {}
            said |= {"holder": "Holder AS"} if name == "reserve" else {}
            at = nominate.step(number, name, KARI, TODAY, at, "Styresak 7", **said)
    hall = nominate.new_nomination(PARK, unit("T10"), OLA, TODAY, kind="building", building_id="b10")
    nominate.step(hall, "withdraw", KARI, TODAY, 1, "Leid ut likevel")


def vacant_cases() -> None:
    """One case with two versions that was closed and opened again, and one over the park's own vacant units."""
    shape = json.loads(gpd.GeoSeries([rect(100, 250)], crs=EPSG).to_crs(4326).to_json())
    moved = json.loads(gpd.GeoSeries([rect(400, 250, 90)], crs=EPSG).to_crs(4326).to_json())
    question = {"footprint": shape, "needs": {"daa": 8.0, "width_m": 60}, "lines": None, "weights": {"nature": 7}, "on": None}
    ladder = {"avoid": {"choice": "not_possible", "reason": "Tomtene er for små & skrå <b>"}}
    kari = Person(KARI)
    number, at = cases.keep(Draft(PARK, "Utvidelse nordover", question, ladder), kari)
    cases.keep(Draft(PARK, "Utvidelse nordover", question | {"footprint": moved}, ladder, number, at), Person(OLA), "Flyttet av myra")
    cases.close(number, 2, "Søkeren trakk seg", kari)
    cases.reopen(number, 3, "Søkeren er tilbake", kari)
    cases.keep(Draft(PARK, "Heller på det vi har", question | {"footprint": [unit("T3")], "weights": None}, {}), kari)


def build(out: Path) -> None:
    """Everything, and what this version tells of it."""
    (DATA / "parcels").mkdir(parents=True)
    shutil.copyfile("tests/fixtures/municipalities.geojson", DATA / "municipalities.geojson")
    (DATA / "settings.toml").write_text('[background]\nuse = "topograatone"\n', encoding="utf-8")
    park_with_layers()
    first_decisions()
    newer_layers()
    later_decisions()
    nominations()
    backup.backup(DATA / "sikring-2026.zip")
    restored = {name: told.said(PARK)[name] for name in ("decisions", "nominations", "published", "cases")}
    after_the_backup()
    vacant_cases()
    shutil.rmtree(DATA / "snapshots")  # with one of the park as it is, this version cannot stage what leaves a unit as it was
    pending.stage(PARK, record_file("opplysninger-juni.csv", ["plot,T3,lease,,2026-06-15", "plot,,lease,,2026-06-15"]), asked("records"))
    pending.stage(PARK, saved("nye-tomter.geojson", plot_rows({"T7": "N7"}, wider=40)), asked("plots"), dated=date(2026, 6, 20))
    for day in told.DAYS.values():
        classify(PARK, day)
    kept = {"said": told.said(PARK), "ground": told.ground(PARK), "figures": told.figures(PARK), "restored": restored}
    for name, document in kept.items():
        text = json.dumps(document, ensure_ascii=False, indent=1, default=str, sort_keys=True)
        (out / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    whole = HOME / "whole.zip"
    backup.backup(whole)
    close_registers()
    with tarfile.open(out / "data.tar.xz", "w:xz", preset=9) as archive:
        archive.add(DATA, "data", filter=plain)
    in_postgres(whole, out / "register.sql")


def plain(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """Nobody's, and without the locks."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return None if member.name.endswith(".lock") else member


def in_postgres(whole: Path, dump: Path) -> None:
    """The same register in PostgreSQL, and its dump without the server's own settings."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))[-1].parent
    folder = Path(tempfile.mkdtemp(prefix="parkareal-postgres-"))
    port = databases._free_port()
    server = databases._start(programs, folder, port)
    try:
        os.environ["PARKAREAL_DATABASE_URL"] = f"postgresql://{databases._user()}@127.0.0.1:{port}/postgres"
        backup.restore(whole, replace=True)
        close_registers()
        command = [programs / "pg_dump", "--no-owner", "--no-privileges", "--inserts", os.environ["PARKAREAL_DATABASE_URL"]]
        text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    finally:
        server("pg_ctl", "stop", "-D", str(folder / "cluster"), "-m", "immediate", "-w")
        shutil.rmtree(folder)
    unwanted = ("--", "\\", "SET ", "SELECT pg_catalog.set_config")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith(unwanted)]
    dump.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    target = Path(sys.argv[1]).absolute()
    target.mkdir(parents=True, exist_ok=True)
    build(target)
    shutil.rmtree(HOME)
