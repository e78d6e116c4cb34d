"""A picture of an exported GeoPackage as QGIS itself opens it, with the style that lies in the file.

Needs QGIS' own Python (Debian: apt-get install --no-install-recommends qgis python3-qgis), not the project's:
    python -m landuse export verdal -o verdal.gpkg
    QT_QPA_PLATFORM=offscreen /usr/bin/python3 scripts/qgis_picture.py verdal.gpkg docs/img/qgis-verdal.png
"""

import sys
from pathlib import Path

from qgis.core import QgsApplication, QgsMapRendererParallelJob, QgsMapSettings, QgsVectorLayer
from qgis.PyQt.QtCore import QRect, QSize, Qt
from qgis.PyQt.QtGui import QColor, QFont, QImage, QPainter

_SIZE = QSize(1600, 1200)
_PIXELS_PER_INCH = 130


def main(source: Path, target: Path) -> int:
    """Open the units as a double click would, check that a style came with them, draw, save."""
    QgsApplication.setPrefixPath("/usr", True)
    application = QgsApplication([], False)
    application.initQgis()
    layer = QgsVectorLayer(f"{source}|layername=arealenheter", "arealenheter", "ogr")
    if not layer.isValid():
        sys.exit(f"{source}: QGIS cannot open the table arealenheter")
    kinds = layer.renderer().type()
    if kinds != "categorizedSymbol":
        sys.exit(f"{source}: opened with the style {kinds}, expected categorizedSymbol from layer_styles")
    for category in layer.renderer().categories():
        sys.stdout.write(f"{category.value()}: {category.label()}\n")
    _marked(_draw(layer), _mark(source)).save(str(target))
    sys.stdout.write(
        f"{layer.featureCount()} units in {layer.crs().authid()}, labels {layer.labelsEnabled()}, first alias {_alias(layer)}\n"
    )
    application.exitQgis()
    return 0


def _mark(source: Path) -> str:
    """The mark of example data that the file itself carries; empty for a park's own data."""
    about = QgsVectorLayer(f"{source}|layername=om_filen", "om_filen", "ogr")
    return next((row["text"] for row in about.getFeatures() if row["topic"] == "mark"), "")


def _marked(picture: QImage, mark: str) -> QImage:
    if not mark:
        return picture
    painter = QPainter(picture)
    band = QRect(0, 0, picture.width(), 44)
    painter.fillRect(band, QColor("#FBE9A9"))
    painter.setFont(QFont("DejaVu Sans", 9))
    painter.drawText(band, int(Qt.AlignCenter), mark)
    painter.end()
    return picture


def _draw(layer: QgsVectorLayer) -> QImage:
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setBackgroundColor(QColor("#F2F3EF"))
    settings.setOutputSize(_SIZE)
    settings.setOutputDpi(_PIXELS_PER_INCH)
    extent = layer.extent()
    extent.scale(1.1)
    settings.setExtent(extent)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage()


def _alias(layer: QgsVectorLayer) -> str:
    return layer.attributeAlias(layer.fields().indexOf("unit_id"))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
